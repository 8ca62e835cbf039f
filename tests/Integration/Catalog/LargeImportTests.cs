using System.Diagnostics;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Imports as large as they come: they go on after the answer, say how far they are, and what they cost is printed.</summary>
public sealed class LargeImportTests
{
    // More than are imported before the answer.
    private static int Rows => Environment.GetEnvironmentVariable("RENOVATION_TEST_FULL") == "1" ? 20_000 : 6_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_MoreRowsThanWaitForTheAnswer_AreAllIn(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var request = new ImportProjectsRequest { File = SampleBook.Body(LargeLibrary.Workbook(Rows)), RequestId = Guid.CreateVersion7().ToString() };
        var watch = Stopwatch.StartNew();

        var started = await bureau.Projects.ImportProjectsAsync(request);
        // On SQLite the repeated call waits for the import, which writes, and is told to come again when that takes long; how far it is can be read meanwhile.
        var ends = EndOfAsync(bureau, started.Operation);
        var replayed = await AnsweredAsync(() => bureau.Projects.ImportProjectsAsync(request));
        var (first, percents) = await ends;
        var taken = watch.Elapsed;
        request.RequestId = "";
        var (again, _) = await EndOfAsync(bureau, (await bureau.Projects.ImportProjectsAsync(request)).Operation);

        TestContext.Current.TestOutputHelper?.WriteLine($"{provider}: {taken.TotalSeconds:F1} s, again {(watch.Elapsed - taken).TotalSeconds:F1} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB");
        replayed.ShouldBe(started, "the same call does not import twice");
        first.ImportProjects.ShouldBe(new ImportProjectsResponse { RowCount = Rows, CreatedCount = Rows, EnterprisesCreatedCount = Rows });
        (first.State, first.PercentDone, first.Person).ShouldBe((Operation.Types.State.Succeeded, 100, $"planner-{Bureau.Unit}"));
        again.ImportProjects.ShouldBe(new ImportProjectsResponse { RowCount = Rows, UnchangedCount = Rows });
        percents.Count(percent => percent is > 0 and < 100).ShouldBeGreaterThan(1, "it said how far it was");
        percents.ShouldBe(percents.Order());
        (await bureau.Operations.ListOperationsAsync(new ListOperationsRequest { PageSize = 1 })).ShouldSatisfyAllConditions(
            page => page.Operations.ShouldHaveSingleItem().Name.ShouldBe(again.Name), page => page.NextPageToken.ShouldNotBeEmpty());
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_LongAndWrong_FailsWithEveryCellAndImportsNothing(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var file = Books.With(LargeLibrary.Workbook(5_001), ("D2", "91610100000000000X"), ("J4000", "待定"));

        var (operation, _) = await EndOfAsync(bureau, (await bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(file) })).Operation);

        operation.State.ShouldBe(Operation.Types.State.Failed);
        operation.Error.Code.ShouldBe((int)StatusCode.InvalidArgument);
        operation.Error.Details.Single(detail => detail.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations
            .Select(violation => $"{violation.Field} {violation.Reason}").ShouldBe(["项目库!D2 USCC_CHECKSUM", "项目库!J4000 NOT_A_NUMBER"], ignoreOrder: true);
        (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest())).Projects.ShouldBeEmpty();
        (await Refusal.OfAsync(() => bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(file), ValidateOnly = true }))).Fields.Count.ShouldBe(2, "a trial answers at once");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Operation_OfAReporter_KeepsItsBoundsAndIsItsOwn(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var reporter = host.As(Role.Reporter, "610113", "reporter-one");
        var other = host.As(Role.Reporter, "610113", "reporter-two");
        var started = await new ProjectService.ProjectServiceClient(reporter).ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(LargeLibrary.Workbook(5_001)) });

        var (operation, _) = await EndOfAsync(new Bureau(host), started.Operation);

        // Most of the rows are of other districts.
        operation.State.ShouldBe(Operation.Types.State.Failed);
        operation.Error.Details.Single(detail => detail.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations.ShouldAllBe(violation => violation.Reason == "FOREIGN_UNIT");
        (await new OperationService.OperationServiceClient(reporter).GetOperationAsync(new GetOperationRequest { Name = started.Operation })).ShouldBe(operation);
        (await Refusal.OfAsync(() => new OperationService.OperationServiceClient(other).GetOperationAsync(new GetOperationRequest { Name = started.Operation }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await new OperationService.OperationServiceClient(other).ListOperationsAsync(new ListOperationsRequest())).Operations.ShouldBeEmpty();
        (await new OperationService.OperationServiceClient(reporter).ListOperationsAsync(new ListOperationsRequest())).Operations.ShouldHaveSingleItem();
    }

    private static async Task<T> AnsweredAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException busy) when (busy.StatusCode == StatusCode.Unavailable && TimeProvider.System.GetUtcNow() < until)
            {
                await Task.Delay(200, Stop);
            }
        }
    }

    private static async Task<(Operation Ended, List<int> Percents)> EndOfAsync(Bureau bureau, string name)
    {
        name.ShouldStartWith("operations/catalog/");
        var percents = new List<int>();
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var operation = await bureau.Operations.GetOperationAsync(new GetOperationRequest { Name = name });
            percents.Add(operation.PercentDone);
            if (operation.State != Operation.Types.State.Running)
                return (operation, percents);
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(until, $"Still {operation}");
            await Task.Delay(50, Stop);
        }
    }
}
