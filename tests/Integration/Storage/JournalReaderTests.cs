using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Journal;
using Renovation.Shared.Storage;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Storage;

public sealed class JournalReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task ListAuditEvents_PagesNewestFirst_WithBeforeAndAfter(string provider)
    {
        await using var database = await HistoryAsync(provider);
        await WriteAsync(database, "not sealed yet");
        var request = new ListAuditEventsRequest { Resource = "notes/a", PageSize = 2 };
        var first = await ReadAsync(database, reader => reader.ListAuditEventsAsync(request, Stop));
        first.AuditEvents.Select(entry => (entry.Version, entry.Before?.Fields["title"].StringValue, entry.After.Fields["title"].StringValue))
            .ShouldBe([(3, "two", "three"), (2, "one", "two")]);
        request.PageToken = first.NextPageToken;
        var second = await ReadAsync(database, reader => reader.ListAuditEventsAsync(request, Stop));
        second.AuditEvents.ShouldHaveSingleItem().Before.ShouldBeNull();
        second.NextPageToken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task ListChanges_FromCursorToCursor_GivesEverySealedChangeOnce(string provider)
    {
        await using var database = await HistoryAsync(provider);
        await database.AddAsync("unsealed", "");
        var seen = new List<long>();
        var cursor = 0L;
        for (var call = 0; call < 3; call++)
        {
            var answer = await ReadAsync(database, reader => reader.ListChangesAsync(new ListChangesRequest { Cursor = cursor, PageSize = 3 }, Stop));
            seen.AddRange(answer.Changes.Select(change => change.Sequence));
            cursor = answer.NextCursor;
        }

        seen.ShouldBe([1, 2, 3, 4]);
        cursor.ShouldBe(4);
        var refused = await Should.ThrowAsync<DomainException>(() => ReadAsync(database, reader => reader.ListChangesAsync(new ListChangesRequest { Cursor = -1, PageSize = -1 }, Stop)));
        refused.Fields.Select(field => field.Reason).ShouldBe(["NEGATIVE_CURSOR", "NEGATIVE_PAGE_SIZE"]);
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task AsOf_GivesWhatWasKnownThen_AndRefusesTheFuture(string provider)
    {
        await using var database = await HistoryAsync(provider);
        var sealedTimes = (await database.RowsAsync()).Where(row => row.Resource == "notes/a").Select(row => row.SealedTime!.Value).ToList();
        (await AsOfAsync(database, sealedTimes[0].AddTicks(-10))).ShouldBeNull();
        (await AsOfAsync(database, sealedTimes[0]))!.Title.ShouldBe("one");
        (await AsOfAsync(database, sealedTimes[2].AddTicks(-10)))!.Title.ShouldBe("two");
        (await AsOfAsync(database, sealedTimes[2]))!.Title.ShouldBe("three");
        (await Should.ThrowAsync<DomainException>(() => AsOfAsync(database, DateTime.MaxValue))).Fields.ShouldHaveSingleItem().Reason.ShouldBe("IN_FUTURE");
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task AsOf_WhileOthersWriteAndSeal_NeverChanges(string provider)
    {
        const int Reads = 300;
        const int Versions = 6;
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("a", "0");
        using var sealer = database.NewSealer();
        await sealer.StartAsync(Stop);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writing = Task.Run(
            async () =>
            {
                for (var number = 1; !done.IsCancellationRequested; number++)
                    await WriteAsync(database, $"{number}");
            },
            Stop);

        var seen = new List<(DateTime Time, string? Title)>();
        while (seen.Count < Reads || seen.Select(read => read.Title).Distinct(StringComparer.Ordinal).Count() < Versions)
        {
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            seen.Add((now, (await AsOfAsync(database, now))?.Title));
        }

        await done.CancelAsync();
        await writing;
        await sealer.StopAsync(Stop);
        var again = new List<(DateTime, string?)>();
        foreach (var (time, _) in seen)
            again.Add((time, (await AsOfAsync(database, time))?.Title));
        again.ShouldBe(seen);
    }

    [Fact]
    public async Task DataFolder_HeldByOne_IsRefusedToTheNext_UntilItIsFree()
    {
        await using var database = await NoteDatabase.CreateAsync(NoteDatabase.Sqlite);
        using (FolderLock.Take(database.Location))
            Should.Throw<DataFolderInUseException>(() => FolderLock.Take(database.Location)).Message.ShouldContain(database.Location.Folder);
        FolderLock.Take(database.Location).Dispose();
    }

    // Three versions of one note around another note, each sealed by itself, so that their sealed times differ.
    private static async Task<NoteDatabase> HistoryAsync(string provider)
    {
        var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("a", "one");
        await SealAsync(database);
        await WriteAsync(database, "two");
        await SealAsync(database);
        await database.AddAsync("b", "other");
        await SealAsync(database);
        await WriteAsync(database, "three");
        await SealAsync(database);
        return database;
    }

    private static Task WriteAsync(NoteDatabase database, string text) => database.UseAsync(async db =>
    {
        (await db.Notes.SingleAsync(note => note.Id == "a", Stop)).Write(text);
        await db.SaveChangesAsync(Stop);
    });

    private static async Task SealAsync(NoteDatabase database) =>
        (await database.UseAsync(db => Seal.BatchAsync(db, TimeProvider.System, Stop))).ShouldBe(1);

    private static Task<Unit?> AsOfAsync(NoteDatabase database, DateTime time) => ReadAsync(database, reader => reader.AsOfAsync<Unit>("notes/a", time, Stop));

    private static Task<T> ReadAsync<T>(NoteDatabase database, Func<JournalReader<NoteContext>, Task<T>> read) =>
        database.UseAsync(db => read(new JournalReader<NoteContext>(db, TimeProvider.System)));
}
