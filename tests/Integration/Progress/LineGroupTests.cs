using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;
using ReturnLine = Renovation.Protos.Progress.V1.ReturnLine;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class LineGroupTests(ProgressHosts hosts)
{
    private const string Method = "/renovation.progress.v1.ReturnService/UpdateReturnLine";

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Group_OfSeveralReturns_WritesEachForItsCaller(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var (own, other) = (Update(desk, Own, desk.First, 1), Update(desk, Other, desk.Third, 2));
        var stale = other with { Request = new UpdateReturnLineRequest { Line = new ReturnLine(other.Request.Line) { Etag = "\"v9\"" } } };
        var missing = Update(desk, Idle, desk.Third, 3);
        var nowhere = Update(desk, "610999", desk.Third, 4);

        // One that is refused leaves the others as they are, and its id free.
        var outcomes = await WriteAsync(desk, own, stale, missing, nowhere);
        (await ResultAsync(outcomes[0])).ShouldBe(await LineAsync(desk, Own, desk.First));
        (await RefusalOfAsync(outcomes[1])).ShouldBe(ErrorKind.StaleEtag);
        (await RefusalOfAsync(outcomes[2])).ShouldBe(ErrorKind.NotFound);
        (await RefusalOfAsync(outcomes[3])).ShouldBe(ErrorKind.NotFound);
        (await IdsAsync(desk, own, stale, missing, nowhere)).ShouldBe([own.Call!.Id]);
        (await LineAsync(desk, Other, desk.Third)).HasQuarterYuan.ShouldBeFalse();

        // Repeated alone it would be refused, for its etag; it is answered as the first time all the same.
        var once = Update(desk, Other, desk.Third, 7);
        once.Request.Line.Etag = (await LineAsync(desk, Other, desk.Third)).Etag;
        (await ResultAsync((await WriteAsync(desk, once))[0])).QuarterYuan.ShouldBe(7);
        (await ResultAsync((await WriteAsync(desk, once))[0])).QuarterYuan.ShouldBe(7);

        // Repeated, it is answered as the first time, whatever happened since; its id does not serve another request.
        var reused = missing with { Call = new RequestRecord { Id = own.Call.Id, Method = Method, RequestHash = [9], Response = [], Time = own.Call.Time } };
        await desk.Returns.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 5 } });
        outcomes = await WriteAsync(desk, own, other, reused);
        (await ResultAsync(outcomes[0])).QuarterYuan.ShouldBe(1);
        (await ResultAsync(outcomes[1])).ShouldBe(await LineAsync(desk, Other, desk.Third));
        (await RefusalOfAsync(outcomes[2])).ShouldBe(ErrorKind.Invalid);
        (await LineAsync(desk, Own, desk.First)).QuarterYuan.ShouldBe(5);

        await using var scope = desk.Host.Services.CreateAsyncScope();
        var journal = scope.ServiceProvider.GetRequiredService<ProgressDbContext>().Journal;
        async Task<IEnumerable<string>> ActorsAsync(string unit) =>
            await journal.Where(row => row.Resource.StartsWith(desk.ReturnOf(unit)) && row.Kind != "OPENED").OrderBy(row => row.Version).Select(row => row.Actor).ToListAsync(TestContext.Current.CancellationToken);
        (await ActorsAsync(Own)).ShouldBe([own.Actor, "planner-6101GX"], ignoreOrder: true);
        (await ActorsAsync(Other)).ShouldBe([once.Actor, other.Actor]);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Lines_ManyAtOnceAndTwice_CountOnce(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        await desk.FillAsync(Other);
        var before = (await LineAsync(desk, Own, desk.First), await LineAsync(desk, Own, desk.Second), await LineAsync(desk, Other, desk.Third));

        var calls =
            from number in Enumerable.Range(1, 20)
            from line in new[] { (Unit: Own, Project: desk.First), (Unit: Own, Project: desk.Second), (Unit: Other, Project: desk.Third) }
            let request = new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(line.Project, line.Unit), QuarterYuan = number }, RequestId = Guid.CreateVersion7().ToString() }
            from client in new[] { desk.ReporterOf(line.Unit), desk.ReporterOf(line.Unit) }
            select (request.RequestId, Answer: client.UpdateReturnLineAsync(request, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);
        var answers = calls.ToList();
        await Task.WhenAll(answers.Select(call => call.Answer));

        foreach (var twice in answers.GroupBy(call => call.RequestId, StringComparer.Ordinal))
            (await twice.First().Answer).ShouldBe(await twice.Last().Answer);
        static int Of(ReturnLine line) => int.Parse(line.Etag.Trim('"', 'v'), System.Globalization.CultureInfo.InvariantCulture);
        (Of(await LineAsync(desk, Own, desk.First)) - Of(before.Item1), Of(await LineAsync(desk, Own, desk.Second)) - Of(before.Item2), Of(await LineAsync(desk, Other, desk.Third)) - Of(before.Item3)).ShouldBe((20, 20, 20));
    }

    [Fact]
    public async Task Line_WhoseIdAnotherReplicaTookMeanwhile_GetsItsAnswer()
    {
        var desk = await hosts.DeskAsync(ModuleHost.Postgres);
        var update = Update(desk, Own, desk.First, 1);
        await using var scope = desk.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProgressDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        db.Requests.Add(new RequestRecord { Id = update.Call!.Id, Method = Method, RequestHash = update.Call.RequestHash, Response = new ReturnLine { Name = "first" }.ToByteArray(), Time = update.Call.Time });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var writing = desk.Host.Services.GetRequiredService<LineUpdates>().WriteAsync(update, TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        writing.IsCompleted.ShouldBeFalse("it waits for the other");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        (await writing).Name.ShouldBe("first");
        (await LineAsync(desk, Own, desk.First)).HasQuarterYuan.ShouldBeFalse();
    }

    private static LineUpdate Update(Desk desk, string unit, string project, long yuan)
    {
        var request = new UpdateReturnLineRequest { Line = new ReturnLine { Name = desk.LineOf(project, unit), QuarterYuan = yuan } };
        var call = new RequestRecord { Id = $"reporter-{unit}:{Guid.CreateVersion7():D}", Method = Method, RequestHash = request.ToByteArray(), Response = [], Time = DateTime.UtcNow };
        return new LineUpdate(new ReturnKey($"{desk.Year}Q2", unit), project, request, OnBehalf: false, $"reporter-{unit}", call);
    }

    private static async Task<IReadOnlyList<GroupOutcome<ReturnLine>>> WriteAsync(Desk desk, params LineUpdate[] updates)
    {
        return await TryAsync(looks: false) ?? await TryAsync(looks: true) ?? throw new InvalidOperationException("Another call took an id.");

        async Task<IReadOnlyList<GroupOutcome<ReturnLine>>?> TryAsync(bool looks)
        {
            await using var scope = desk.Host.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<LineGroup>().TryWriteAsync(updates, looks);
        }
    }

    private static Task<ReturnLine> ResultAsync(GroupOutcome<ReturnLine> outcome)
    {
        var told = new TaskCompletionSource<ReturnLine>();
        outcome.Tell(told);
        return told.Task;
    }

    private static async Task<ErrorKind> RefusalOfAsync(GroupOutcome<ReturnLine> outcome) => (await Should.ThrowAsync<DomainException>(() => ResultAsync(outcome))).Kind;

    private static async Task<ReturnLine> LineAsync(Desk desk, string unit, string project) =>
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(unit) }, cancellationToken: TestContext.Current.CancellationToken)).Lines.Single(line => line.Project == project);

    private static async Task<IEnumerable<string>> IdsAsync(Desk desk, params LineUpdate[] updates)
    {
        await using var scope = desk.Host.Services.CreateAsyncScope();
        var ids = updates.Select(update => update.Call!.Id).ToList();
        return await scope.ServiceProvider.GetRequiredService<ProgressDbContext>().Requests.Where(request => ids.Contains(request.Id)).Select(request => request.Id).ToListAsync(TestContext.Current.CancellationToken);
    }
}
