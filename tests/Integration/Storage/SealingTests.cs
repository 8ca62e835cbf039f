using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Journal;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Storage;

public sealed class SealingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NoteDatabase.Postgres)]
    [InlineData(NoteDatabase.Sqlite)]
    public async Task Sealer_WhileEightWritersWrite_OrdersWithoutGapAndKeepsEachResourcesOrder(string provider)
    {
        const int Writers = 8, Saves = 25;
        await using var database = await NoteDatabase.CreateAsync(provider);
        await database.AddAsync("shared", "0");
        using var sealer = database.NewSealer();
        await sealer.StartAsync(Stop);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(database, writer, Saves), Stop)));
        await UntilSealedAsync(database, 1 + Writers + (2 * Writers * Saves));
        await sealer.StopAsync(Stop);

        var rows = (await database.RowsAsync()).OrderBy(row => row.Sequence).ToList();
        rows.Select(row => row.Sequence).ShouldBe(Enumerable.Range(1, rows.Count).Select(number => (long?)number));
        rows.Zip(rows.Skip(1)).ShouldAllBe(pair => pair.First.SealedTime <= pair.Second.SealedTime);
        foreach (var resource in rows.GroupBy(row => row.Resource, StringComparer.Ordinal))
            resource.Select(row => row.Version).ShouldBe(Enumerable.Range(1, resource.Count()).Select(number => (long)number));
        var verified = await database.UseAsync(db => JournalVerification.RunAsync(db, Stop));
        (verified.Valid, verified.CheckedCount).ShouldBe((true, rows.Count));
    }

    [Fact]
    public async Task Seal_RowCommittedAfterALaterOne_GetsItsPlaceBehindIt()
    {
        await using var database = await NoteDatabase.CreateAsync(NoteDatabase.Postgres);
        await database.UseAsync(async late =>
        {
            await using var transaction = await late.Database.BeginTransactionAsync(Stop);
            late.Notes.Add(Note.Create("late", ""));
            await late.SaveChangesAsync(Stop);
            await database.AddAsync("early", "");
            (await SealAsync(database)).ShouldBe(1);
            await transaction.CommitAsync(Stop);
        });
        (await SealAsync(database)).ShouldBe(1);
        (await SealAsync(database)).ShouldBe(0);
        (await database.RowsAsync()).Select(row => (row.Resource, row.Sequence)).ShouldBe([("notes/late", 2L), ("notes/early", 1L)]);
    }

    [Theory]
    [InlineData(NoteDatabase.Postgres, "UPDATE journal SET body = '{{}}' WHERE sequence = 2", "HASH_MISMATCH", 2)]
    [InlineData(NoteDatabase.Sqlite, "UPDATE journal SET actor = 'someone else' WHERE sequence = 2", "HASH_MISMATCH", 2)]
    [InlineData(NoteDatabase.Postgres, "DELETE FROM journal WHERE sequence = 2", "SEQUENCE_GAP", 3)]
    [InlineData(NoteDatabase.Sqlite, "DELETE FROM journal WHERE sequence = 1", "SEQUENCE_GAP", 2)]
    public async Task Verify_TamperedJournal_NamesTheFirstRowThatDoesNotFit(string provider, string tampering, string reason, long sequence)
    {
        await using var database = await NoteDatabase.CreateAsync(provider);
        foreach (var id in (string[])["a", "b", "c"])
            await database.AddAsync(id, "");
        (await SealAsync(database)).ShouldBe(3);
        await database.UseAsync(db => db.Database.ExecuteSqlRawAsync(tampering, Stop));
        var verified = await database.UseAsync(db => JournalVerification.RunAsync(db, Stop));
        (verified.Valid, verified.InvalidReason, verified.FirstInvalidSequence).ShouldBe((false, reason, sequence));
        verified.FirstInvalidResource.ShouldBe($"notes/{"abc"[(int)sequence - 1]}");
    }

    [Fact]
    public async Task Leadership_IsHeldByOne_AndGoesOverWhenItsConnectionIsCut()
    {
        await using var database = await NoteDatabase.CreateAsync(NoteDatabase.Postgres);
        await using var leader = (await Leadership.TryTakeAsync(database.Location, Stop)).ShouldNotBeNull();
        (await Leadership.TryTakeAsync(database.Location, Stop)).ShouldBeNull();
        await database.AddAsync("a", "");
        await database.UseAsync(db => db.Database.ExecuteSqlRawAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'renovation notes journal' AND datname = current_database()", Stop));

        await using var next = await UntilTakenAsync(database);
        await database.UseAsync(leader, db => Should.ThrowAsync<Exception>(() => Seal.BatchAsync(db, TimeProvider.System, Stop)));
        (await database.RowsAsync()).Single().Sequence.ShouldBeNull();
        await database.UseAsync(next, async db => (await Seal.BatchAsync(db, TimeProvider.System, Stop)).ShouldBe(1));
    }

    [Fact]
    public async Task Sealer_WhenTheLeaderStops_AnotherTakesOver()
    {
        await using var database = await NoteDatabase.CreateAsync(NoteDatabase.Postgres);
        using var first = database.NewSealer();
        using var second = database.NewSealer();
        await first.StartAsync(Stop);
        await database.AddAsync("a", "");
        await UntilSealedAsync(database, 1);
        await second.StartAsync(Stop);
        await first.StopAsync(Stop);
        await database.AddAsync("b", "");
        await UntilSealedAsync(database, 2);
        await second.StopAsync(Stop);
        (await database.UseAsync(db => JournalVerification.RunAsync(db, Stop))).Valid.ShouldBeTrue();
    }

    private static async Task WriteAsync(NoteDatabase database, int writer, int saves)
    {
        await database.AddAsync($"own-{writer}", "0");
        for (var save = 0; save < saves; save++)
        {
            await WriteAsync(database, $"own-{writer}", save);
            await WriteAsync(database, "shared", save);
        }
    }

    private static async Task WriteAsync(NoteDatabase database, string id, int save)
    {
        while (true)
        {
            try
            {
                await database.UseAsync(async db =>
                {
                    (await db.Notes.SingleAsync(note => note.Id == id, Stop)).Write($"{save}");
                    await db.SaveChangesAsync(Stop);
                });
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another writer was faster: read again, as a client would.
            }
        }
    }

    private static Task<int> SealAsync(NoteDatabase database) => database.UseAsync(db => Seal.BatchAsync(db, TimeProvider.System, Stop));

    private static async Task UntilSealedAsync(NoteDatabase database, int count)
    {
        while (await database.UseAsync(db => db.Journal.CountAsync(row => row.Sequence != null, Stop)) < count)
            await Task.Delay(20, Stop);
    }

    private static async Task<Leadership> UntilTakenAsync(NoteDatabase database)
    {
        while (true)
        {
            if (await Leadership.TryTakeAsync(database.Location, Stop) is { } taken)
                return taken;
            await Task.Delay(20, Stop);
        }
    }
}
