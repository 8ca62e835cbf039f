using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using Renovation.Gateway.Console;
using Renovation.Gateway.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;

namespace Renovation.Gateway.Identity;

/// <summary>The clients that may sign in. Who made and who removed one is in the journal.</summary>
internal sealed class ClientDirectory(GatewayDbContext db, IOpenIddictApplicationManager clients, TimeProvider time)
{
    /// <summary>Makes a secret of 256 bits.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Tells whether there is no client at all.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => !await db.Clients.AnyAsync(client => client.ClientId != ConsoleClient.Id, cancellationToken);

    /// <summary>Tells whether there is such a client.</summary>
    public Task<bool> ExistsAsync(string clientId, CancellationToken cancellationToken) => db.Clients.AnyAsync(client => client.ClientId == clientId, cancellationToken);

    /// <summary>Lists clients by id.</summary>
    /// <param name="after">Id after which to begin, null for the beginning.</param>
    /// <param name="most">At most so many.</param>
    public async Task<IReadOnlyList<ClientFacts>> ListAsync(string? after, int most, CancellationToken cancellationToken)
    {
        var query = db.Clients.AsNoTracking().Where(client => client.ClientId != ConsoleClient.Id);
        if (after is not null)
            query = query.Where(client => client.ClientId!.CompareTo(after) > 0);
        var rows = await query.OrderBy(client => client.ClientId).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(FactsOf).OfType<ClientFacts>()];
    }

    /// <summary>Creates a client; the secret is stored as a hash only.</summary>
    /// <exception cref="DomainException">CLIENT_EXISTS.</exception>
    public async Task CreateAsync(ClientFacts facts, string secret, string actor, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(facts.ClientId, cancellationToken))
            throw DomainException.Conflict("CLIENT_EXISTS", new($"客户端 {facts.ClientId} 已存在。", $"There is a client {facts.ClientId} already."), ("client", facts.ClientId));
        db.Journal.Add(Row(facts, "CREATED", 1, actor));
        await clients.CreateAsync(facts.Describe(secret), cancellationToken);
    }

    /// <summary>Gives a client another secret.</summary>
    public async Task ReplaceSecretAsync(ClientFacts facts, string secret, string actor, CancellationToken cancellationToken)
    {
        var client = await clients.FindByClientIdAsync(facts.ClientId, cancellationToken) ?? throw DomainException.NotFound($"clients/{facts.ClientId}");
        db.Journal.Add(Row(facts, "SECRET_REPLACED", 1, actor));
        await clients.UpdateAsync(client, facts.Describe(secret), cancellationToken);
    }

    /// <summary>Removes a client. Its tokens stay valid until they expire.</summary>
    /// <exception cref="DomainException">NOT_FOUND; LAST_PLANNER: nobody could create clients any more.</exception>
    public async Task DeleteAsync(string clientId, string actor, CancellationToken cancellationToken)
    {
        var name = $"clients/{clientId}";
        var all = await db.Clients.AsNoTracking().ToListAsync(cancellationToken);
        var facts = all.Select(FactsOf).OfType<ClientFacts>().ToList();
        var gone = facts.Find(client => client.ClientId == clientId) ?? throw DomainException.NotFound(name);
        if (gone.Role == Role.Planner && !facts.Exists(client => client.Role == Role.Planner && client.ClientId != clientId))
            throw DomainException.WrongState("LAST_PLANNER", name, new("不能删除最后一个规划员客户端。", "The last planner's client stays: nobody could create clients without it."));
        var client = await clients.FindByClientIdAsync(clientId, cancellationToken) ?? throw DomainException.NotFound(name);
        db.Journal.Add(Row(gone, "DELETED", 2, actor));
        await clients.DeleteAsync(client, cancellationToken);
    }

    private JournalRow Row(ClientFacts facts, string kind, long version, string actor) => new()
    {
        MessageId = Guid.CreateVersion7(),
        Resource = $"clients/{facts.ClientId}",
        Version = version,
        Kind = kind,
        EventType = "",
        Actor = actor,
        Reason = "",
        Time = time.GetUtcNow().UtcDateTime,
        Body = JsonSerializer.Serialize(new { client_id = facts.ClientId, role = facts.Role.ToClaim(), unit = facts.Unit, scopes = string.Join(' ', facts.Scopes), enterprise = facts.Enterprise ?? "" }),
    };

    private static ClientFacts? FactsOf(OpenIddictEntityFrameworkCoreApplication client) =>
        ClientFacts.Read(client.ClientId!, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(client.Properties ?? "{}")!);
}
