using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Storage;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Storage;

public sealed class JournalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task Save_ChangedAggregate_WritesOneRowWithWhoWhatAndWhy(string provider)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("a", "first");
        await database.UseAsync(async db =>
        {
            var note = await db.Notes.SingleAsync(Stop);
            note.Write("second");
            note.Write("third", "because");
            await db.SaveChangesAsync(Stop);
        });

        var rows = await database.RowsAsync();
        rows.Select(row => (row.Resource, row.Version, row.Kind, row.Actor, row.Reason, row.EventType)).ShouldBe(
        [
            ("notes/a", 1, "CREATED", "writer", "", "renovation.catalog.v1.UnitChanged"),
            ("notes/a", 2, "WRITTEN", "writer", "because", "renovation.catalog.v1.UnitChanged"),
        ]);
        var body = JsonParser.Default.Parse<Unit>(rows[1].Body);
        (body.Title, body.Etag).ShouldBe(("third", "\"v2\""));
        rows.ShouldAllBe(row => row.Sequence == null && row.Time.Kind == DateTimeKind.Utc);
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task Save_AggregateThatKeptSilent_IsRefused(string provider)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("a", "first");
        await database.UseAsync(async db =>
        {
            (await db.Notes.SingleAsync(Stop)).WriteSilently("second");
            (await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync(Stop))).Message.ShouldContain("notes/a");
        });
        (await database.UseAsync(db => db.Notes.Select(note => note.Text).SingleAsync(Stop))).ShouldBe("first");
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task Save_VersionThatAnotherWriterPassed_FailsAndLeavesNoRow(string provider)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("a", "first");
        await database.UseAsync(async db =>
        {
            var note = await db.Notes.SingleAsync(Stop);
            await database.UseAsync(async other =>
            {
                (await other.Notes.SingleAsync(Stop)).Write("theirs");
                await other.SaveChangesAsync(Stop);
            });
            note.Write("ours");
            await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync(Stop));
        });

        (await database.RowsAsync()).Select(row => row.Version).ShouldBe([1, 2]);
        (await database.UseAsync(db => db.Notes.Select(note => note.Text).SingleAsync(Stop))).ShouldBe("theirs");
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task RolledBackTransaction_LeavesNeitherStateNorRow(string provider)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.UseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            db.Notes.Add(Note.Create("a", "first"));
            await db.SaveChangesAsync(Stop);
            await transaction.RollbackAsync(Stop);
        });
        (await database.RowsAsync()).ShouldBeEmpty();
        (await database.UseAsync(db => db.Notes.CountAsync(Stop))).ShouldBe(0);
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task LockedRow_ThirtyTakersAndRoomForTen_ExactlyTenTake(string provider)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("a", "room");
        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(
            () => database.UseAsync(db => db.InTransactionAsync(
                async () =>
                {
                    (await db.LockRowAsync<Note>("a", Stop)).ShouldBeTrue();
                    var got = (await db.Notes.SingleAsync(Stop)).TryTakeRoom();
                    await db.SaveChangesAsync(Stop);
                    return got;
                },
                Stop)),
            Stop)));
        taken.Count(got => got).ShouldBe(10);
        (await database.RowsAsync()).Count(row => row.Kind == "TAKEN").ShouldBe(10);
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task LockedRow_OfNothing_SaysSo(string provider)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        (await database.UseAsync(db => db.InTransactionAsync(() => db.LockRowAsync<Note>("nothing", Stop), Stop))).ShouldBeFalse();
        await database.UseAsync(db => Should.ThrowAsync<InvalidOperationException>(() => db.LockRowAsync<Note>("nothing", Stop)));
    }
}
