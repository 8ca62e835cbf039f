using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;
using Return = Renovation.Protos.Progress.V1.Return;
using ReturnLine = Renovation.Protos.Progress.V1.ReturnLine;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class LineJournalTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task LineAlone_IsJournaledWithWhatItWasBefore(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await FillAsync(desk, desk.First, 1);
        await FillAsync(desk, desk.Second, 2);
        await FillAsync(desk, desk.Second, 3);
        await desk.ReporterOf(Own).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "样例" } });

        var events = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.ReturnOf(Own) })).AuditEvents, events => events.Count == 5);

        events.Select(one => (one.Resource, one.Version, one.Kind)).ShouldBe(
        [
            (desk.ReturnOf(Own), 5, "HEAD_UPDATED"), (desk.LineOf(desk.Second), 3, "LINE_UPDATED"), (desk.LineOf(desk.Second), 2, "LINE_UPDATED"), (desk.ReturnOf(Own), 2, "LINES_UPDATED"),
            (desk.ReturnOf(Own), 1, "OPENED"),
        ]);
        static string YuanOf(Struct? line) => line is null ? "none" : line.Fields.TryGetValue("quarterYuan", out var yuan) ? yuan.StringValue : "";
        events.Skip(1).Take(2).Select(one => (YuanOf(one.Before), YuanOf(one.After))).ShouldBe([("2", "3"), ("", "2")]);

        // A whole is what its last row says, with the lines that changed after it.
        static IEnumerable<string> LinesOf(Struct whole) => whole.Fields["lines"].ListValue.Values.Select(line => YuanOf(line.StructValue));
        LinesOf(events[0].Before).ShouldBe(["1", "3"]);
        LinesOf(events[0].Before).ShouldBe(LinesOf(events[0].After));
        LinesOf(events[3].Before).ShouldBe(["", ""]);
        events[4].Before.ShouldBeNull();

        // Lines that changed alone before a later whole do not count for what comes after it.
        var batch = new BatchUpdateReturnLinesRequest { Parent = desk.ReturnOf(Own), Requests = { LineOf(desk, desk.First, 7), LineOf(desk, desk.Second, 8) } };
        await desk.ReporterOf(Own).BatchUpdateReturnLinesAsync(batch);
        await FillAsync(desk, desk.First, 9);
        await desk.ReporterOf(Own).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "样例二" } });
        var later = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = desk.ReturnOf(Own) })).AuditEvents, events => events.Count == 8);
        LinesOf(later[0].Before).ShouldBe(["9", "8"]);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Return_IsReadAsItWasBetweenItsLines(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var known = new List<(DateTimeOffset Time, Return Filed)>();
        async Task NoteAsync()
        {
            // What is sealed together is known from the same instant on.
            await SealedAsync(desk);
            known.Add((TimeProvider.System.GetUtcNow(), await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })));
        }

        await NoteAsync();
        foreach (var (project, yuan) in new[] { (desk.First, 1), (desk.Second, 2), (desk.First, 3), (desk.Second, 4), (desk.Second, 5) })
        {
            await FillAsync(desk, project, yuan);
            await NoteAsync();
        }

        await desk.ReporterOf(Own).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "样例" } });
        await NoteAsync();
        await FillAsync(desk, desk.First, 6);
        await NoteAsync();

        foreach (var (time, filed) in known)
            (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own), AsOfTime = Timestamp.FromDateTimeOffset(time) })).ShouldBe(filed);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task KeptAnswer_StandsUntilSomethingElseThanALineChanges(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await FillAsync(desk, desk.First, 1);
        await FillAsync(desk, desk.Second, 1);
        using var answers = new AnswerCache<string, object>();
        var (made, version) = (0, "1");
        async Task<int> AskAsync(string harmless)
        {
            await using var scope = desk.Host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("test");
            var journal = scope.ServiceProvider.GetRequiredService<JournalReader<ProgressDbContext>>();
            await answers.GetAsync(harmless, journal, harmless, () => Task.FromResult(new AnswerDraft<object>(version, () => Task.FromResult<object>(++made))), default);
            return made;
        }

        // What is not sealed yet may be asked for once more than needed.
        await SealedAsync(desk);
        const string Harmless = ProgressReporting.Returns.Return.LineUpdated;
        (await AskAsync(Harmless), await AskAsync(Harmless)).ShouldBe((1, 1));
        await FillAsync(desk, desk.First, 2);
        (await AskAsync(Harmless)).ShouldBe(1);
        (await AskAsync("")).ShouldBe(2);
        (await AskAsync("")).ShouldBe(2);
        await FillAsync(desk, desk.First, 3);
        (await AskAsync(Harmless)).ShouldBe(2);
        (await AskAsync("")).ShouldBe(3);
        await desk.ReporterOf(Own).UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "样例" } });
        (await AskAsync(Harmless)).ShouldBe(4);
        version = "2";
        (await AskAsync(Harmless), await AskAsync(Harmless)).ShouldBe((5, 5));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task KeptAnswer_IsSharedByThoseWhoAskWhileAnotherIsMade(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        using var answers = new AnswerCache<string, object>();
        var (looks, made, release) = (0, 0, new TaskCompletionSource());
        async Task<object> AskAsync()
        {
            await using var scope = desk.Host.Services.CreateAsyncScope();
            var journal = scope.ServiceProvider.GetRequiredService<JournalReader<ProgressDbContext>>();
            return await answers.GetAsync("", journal, "", () => Task.FromResult(new AnswerDraft<object>(Interlocked.Increment(ref looks).ToString(CultureInfo.InvariantCulture), async () =>
            {
                var number = Interlocked.Increment(ref made);
                await release.Task;
                return number;
            })), default);
        }

        var first = AskAsync();
        await EventuallyAsync(() => Task.FromResult(made), count => count == 1);
        List<Task<object>> others = [.. Enumerable.Range(0, 5).Select(_ => AskAsync())];
        release.SetResult();

        // The one that had begun may have read before they asked.
        (await first).ShouldBe(1);
        (await Task.WhenAll(others)).ShouldAllBe(answer => (int)answer == 2);
        looks.ShouldBe(2, "those who waited share one look");
    }

    private static Task FillAsync(Desk desk, string project, long yuan) =>
        desk.ReporterOf(Own).UpdateReturnLineAsync(LineOf(desk, project, yuan)).ResponseAsync;

    private static UpdateReturnLineRequest LineOf(Desk desk, string project, long yuan) => new() { Line = new ReturnLine { Name = desk.LineOf(project), QuarterYuan = yuan } };

    private static Task SealedAsync(Desk desk) => EventuallyAsync(() => desk.Host.ReadAsync(db => Task.FromResult(db.Journal.Any(row => row.Sequence == null))), open => !open);
}
