using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;

namespace Renovation.Gateway.Journal;

/// <summary>
/// The gateway's own journal. Sign-ins and changes are written with what they are about; refusals are noted here and written once a second, equal ones as one
/// row with their count, so that whoever is refused all day long fills neither the database nor the time of others.
/// </summary>
internal sealed class AccessJournal(IServiceScopeFactory scopes, TimeProvider time, ILogger<AccessJournal> logger) : BackgroundService
{
    private const int Room = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Channel<AccessNote> _notes = Channel.CreateBounded<AccessNote>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes that a call was refused.</summary>
    public void NoteRefusal(HttpContext http, string reason)
    {
        var caller = CallerClaims.Read(http.User);
        var path = http.Request.Path.Value ?? "";

        // Whoever reads the journal could take the invitation up.
        if (path.StartsWith(Invitation.Path, StringComparison.OrdinalIgnoreCase))
            path = Invitation.Path;
        Note(new AccessNote("CALL_REFUSED", caller?.Subject ?? "", AddressOf(http), $"{http.Request.Method} {path}", reason));
    }

    /// <summary>Notes something to be written within a second.</summary>
    public void Note(AccessNote note) => _notes.Writer.TryWrite(note.Shortened());

    /// <summary>Builds a row; saved by whoever asks for it.</summary>
    public JournalRow Row(AccessNote note, int count = 1)
    {
        var known = note.Shortened();
        return new JournalRow
        {
            MessageId = Guid.CreateVersion7(),
            Resource = ResourceOf(known),

            // Tells what happened to a resource without changing it.
            Version = 0,
            Kind = known.Kind,
            EventType = "",
            Actor = known.Actor.Length > 0 ? known.Actor : "anonymous",
            Reason = known.Reason,
            Time = time.GetUtcNow().UtcDateTime,
            Body = JsonSerializer.Serialize(new { address = known.Address, call = known.Call, count }),
        };
    }

    private static string ResourceOf(AccessNote note) =>
        note.Actor.StartsWith(Account.IdPrefix, StringComparison.Ordinal) ? $"accounts/{note.Actor[Account.IdPrefix.Length..]}"
        : note.Actor.Length > 0 ? $"clients/{note.Actor}"
        : $"addresses/{note.Address}";

    public static string AddressOf(HttpContext? http) => http?.Connection.RemoteIpAddress?.ToString() ?? "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // The last notes are written while the process stops.
            await WriteAsync(CancellationToken.None);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var notes = new List<AccessNote>();
        while (_notes.Reader.TryRead(out var note))
            notes.Add(note);
        if (notes.Count == 0)
            return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
            db.Journal.AddRange(notes.GroupBy(note => note).Select(same => Row(same.Key, same.Count())));
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException or InvalidOperationException)
        {
            logger.LogError(failure, "{Count} refusals could not be written to the journal: {First}", notes.Count, notes[0]);
        }
    }
}

/// <summary>Something that happened at the door.</summary>
/// <param name="Kind">What, UPPER_SNAKE.</param>
/// <param name="Actor">Client, empty when unknown.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Call">Verb and path.</param>
/// <param name="Reason">Code of the reason, or empty.</param>
internal sealed record AccessNote(string Kind, string Actor, string Address, string Call, string Reason)
{
    private const int Longest = 200;

    /// <summary>Gives the note with what the other side chose cut to a length and cleared of characters that PostgreSQL does not store.</summary>
    public AccessNote Shortened() => this with { Actor = Shorten(Actor), Call = Shorten(Call), Reason = Shorten(Reason) };

    private static string Shorten(string text) =>
        new([.. text.Take(Longest).Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character)]);
}
