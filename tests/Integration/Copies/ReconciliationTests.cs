using Google.Rpc;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.FundingSupport;
using Renovation.FundingSupport.Storage;
using Renovation.ProgressReporting;
using Renovation.ProgressReporting.Storage;
using Renovation.ProjectCatalog;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Catalog;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using FundingJournal = Renovation.Protos.Funding.V1.JournalService.JournalServiceClient;
using ProgressJournal = Renovation.Protos.Progress.V1.JournalService.JournalServiceClient;

namespace Renovation.Tests.Integration.Copies;

/// <summary>The copies that progress and funding keep of the catalog, in one process with it, spoilt and repaired.</summary>
public sealed class ReconciliationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Reconcile_SpoiltCopies_AreReportedThenRepaired(string provider)
    {
        await using var host = await StartAsync(provider);
        var bureau = new Bureau(host);
        var projects = new List<string>();
        for (var number = 0; number < 4; number++)
            projects.Add((await bureau.NewAdmittedAsync(title: $"样例{number}")).Name["projects/".Length..]);
        var plan = await bureau.NewPlanAsync();
        foreach (var project in projects.Take(2))
            await bureau.NewEntryAsync(plan, new Project { Name = $"projects/{project}" });
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        Func<bool, Task<ReconcileCopiesResponse>>[] sides =
        [
            async repair => await new ProgressJournal(bureau.Caller).ReconcileCopiesAsync(new ReconcileCopiesRequest { Repair = repair }),
            async repair => await new FundingJournal(bureau.Caller).ReconcileCopiesAsync(new ReconcileCopiesRequest { Repair = repair }),
        ];
        foreach (var side in sides)
            (await EventuallyAsync(() => side(false), answer => answer.Drifts.All(IsSound))).Drifts.Single(drift => drift.Kind == "projects").OwnedCount.ShouldBe(4);

        await SpoilAsync<ProgressDbContext>(host, "progress", projects);
        await SpoilAsync<FundingDbContext>(host, "funding", projects);

        foreach (var side in sides)
        {
            var found = await side(false);
            var drift = found.Drifts.Single(one => one.Kind == "projects");
            (drift.OwnedCount, drift.MissingCount, drift.OutdatedCount, drift.DifferentCount, drift.ExtraCount, drift.RepairedCount).ShouldBe((4, 1, 1, 1, 1, 0));
            drift.Examples.ShouldBe(projects.Take(3).Select(project => $"projects/{project}"), ignoreOrder: true);
            var plans = found.Drifts.Single(one => one.Kind == "plans");
            (plans.OwnedCount, plans.DifferentCount, plans.ExtraCount).ShouldBe((1, 1, 0));
            (await side(false)).ShouldBe(found, "to look changes nothing");
            (await side(true)).Drifts.Select(one => (one.Kind, one.RepairedCount)).Where(one => one.RepairedCount > 0).ShouldBe([("projects", 3L), ("plans", 1L)]);
            var after = await side(false);
            after.Drifts.Single(one => one.Kind == "projects").ExtraCount.ShouldBe(1, "what the owner does not have is reported and left");
            after.Drifts.ShouldAllBe(one => one.MissingCount + one.OutdatedCount + one.DifferentCount == 0);
        }

        // An event after the repair is taken as usual.
        await bureau.Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = $"projects/{projects[0]}", Title = "样例更名" } });
        await EventuallyAsync(async () => await ReadAsync<ProgressDbContext, string>(host, db => db.Database.SqlQuery<string>($"SELECT title AS \"Value\" FROM projects WHERE id = {projects[0]}").SingleAsync(Stop)), title => title == "样例更名");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Reconcile_SpoiltAcceptedReturns_AreReportedThenRepaired(string provider)
    {
        await using var host = await StartAsync(provider);
        var bureau = new Bureau(host);
        string[] units = ["610102", "610103", "610113"];
        var period = await AcceptedAsync(bureau, units);
        var funding = new FundingJournal(bureau.Caller);
        async Task<CopyDrift> DriftAsync(bool repair) => (await funding.ReconcileCopiesAsync(new ReconcileCopiesRequest { Repair = repair })).Drifts.Single(drift => drift.Kind == "returns");
        await EventuallyAsync(() => DriftAsync(false), drift => drift.OwnedCount == 3 && IsSound(drift));
        var names = units.Select(unit => $"{period}/returns/{unit}").ToArray();

        await ReadAsync<FundingDbContext, int>(host, async db =>
            await db.Database.ExecuteSqlAsync($"DELETE FROM accepted_returns WHERE name = {names[0]}", Stop)
            + await db.Database.ExecuteSqlAsync($"UPDATE accepted_returns SET version = 1 WHERE name = {names[1]}", Stop)
            + await db.Database.ExecuteSqlAsync($"UPDATE accepted_investments SET cumulative_yuan = 1 WHERE \"return\" = {names[2]}", Stop)
            + await db.Database.ExecuteSqlAsync($"INSERT INTO accepted_returns (name, version) VALUES ('periods/1999Q1/returns/610102', 7)", Stop));

        var found = await DriftAsync(false);
        (found.OwnedCount, found.MissingCount, found.OutdatedCount, found.DifferentCount, found.ExtraCount, found.RepairedCount).ShouldBe((3, 1, 1, 1, 1, 0));
        found.Examples.ShouldBe(names);
        (await DriftAsync(false)).ShouldBe(found, "to look changes nothing");
        (await DriftAsync(true)).RepairedCount.ShouldBe(3);
        var after = await DriftAsync(false);
        (after.MissingCount, after.OutdatedCount, after.DifferentCount, after.ExtraCount).ShouldBe((0, 0, 0, 1), "what the owner does not have is reported and left");
        (await ReadAsync<FundingDbContext, List<long>>(host, db => db.Database.SqlQuery<long>($"SELECT cumulative_yuan AS \"Value\" FROM accepted_investments").ToListAsync(Stop))).ShouldBe([60_000_000, 60_000_000, 60_000_000]);
    }

    [Fact]
    public async Task Reconcile_ProgressIsDown_IsNamed()
    {
        await using var host = await StartAsync(ModuleHost.Sqlite, progress: "http://127.0.0.1:9");

        var refused = await Should.ThrowAsync<RpcException>(async () => await new FundingJournal(new Bureau(host).Caller).ReconcileCopiesAsync(new ReconcileCopiesRequest()));

        (refused.StatusCode, refused.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason).ShouldBe((StatusCode.Unavailable, "PROGRESS_UNAVAILABLE"));
    }

    // A plan with a project in each unit, whose returns of the first quarter the city filed for them and accepted.
    private static async Task<string> AcceptedAsync(Bureau bureau, string[] units)
    {
        var plan = await bureau.Plans.CreatePlanAsync(new CreatePlanRequest { Plan = new Plan { Year = 2018 } });
        foreach (var unit in units)
            await bureau.NewEntryAsync(plan, await bureau.NewAdmittedAsync(unit));
        await bureau.Plans.IssuePlanAsync(Bureau.Issue(plan));
        var journal = new ProgressJournal(bureau.Caller);
        await EventuallyAsync(async () => await journal.ReconcileCopiesAsync(new ReconcileCopiesRequest()), answer => answer.Drifts.All(IsSound));
        var period = await new PeriodService.PeriodServiceClient(bureau.Caller).OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{plan.Year}Q1" });
        var returns = new ReturnService.ReturnServiceClient(bureau.Caller);
        foreach (var name in units.Select(unit => $"{period.Name}/returns/{unit}"))
        {
            foreach (var line in (await returns.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = name })).Lines)
            {
                (line.QuarterYuan, line.YearToDateYuan, line.CumulativeYuan) = (10_000_000, 10_000_000, 60_000_000);
                (line.ActualStartDate, line.PhysicalProgress, line.Explanation) = ($"{plan.Year - 1}-05-01", "样例进度", "样例说明");
                await returns.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = line });
            }

            await returns.SubmitReturnAsync(new SubmitReturnRequest { Name = name });
            await returns.AcceptReturnAsync(new AcceptReturnRequest { Name = name });
        }

        return period.Name;
    }

    // Nothing is accepted where a test accepts nothing.
    private static bool IsSound(CopyDrift drift) => (drift.OwnedCount > 0 || drift.Kind == "returns") && drift.MissingCount + drift.OutdatedCount + drift.DifferentCount + drift.ExtraCount == 0;

    // One copy is lost, one is older, one says something else, one is of nothing, and the plan lost an entry.
    private static async Task SpoilAsync<TContext>(ModuleHost host, string module, List<string> projects)
        where TContext : DbContext
    {
        await ReadAsync<TContext, int>(host, async db =>
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM projects WHERE id = {projects[0]}", Stop);
            await db.Database.ExecuteSqlAsync($"UPDATE projects SET version = 1 WHERE id = {projects[1]}", Stop);
            await db.Database.ExecuteSqlAsync($"UPDATE projects SET title = 'x' WHERE id = {projects[2]}", Stop);
            await db.Database.ExecuteSqlAsync($"DELETE FROM plan_entries WHERE project = {projects[0]}", Stop);
            return module == "progress"
                ? await db.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO projects (id, title, enterprise, enterprise_title, unit, stage, start_date, completion_date, production_date, version)
                     SELECT 'gone', title, enterprise, enterprise_title, unit, stage, start_date, completion_date, production_date, version FROM projects WHERE id = {projects[3]}
                     """,
                    Stop)
                : await db.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO projects (id, title, enterprise, unit, stage, completion_date, total_investment_yuan, equipment_investment_yuan, procedures, version)
                     SELECT 'gone', title, enterprise, unit, stage, completion_date, total_investment_yuan, equipment_investment_yuan, procedures, version FROM projects WHERE id = {projects[3]}
                     """,
                    Stop);
        });
    }

    private static async Task<T> ReadAsync<TContext, T>(ModuleHost host, Func<TContext, Task<T>> read)
        where TContext : DbContext
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("test");
        return await read(scope.ServiceProvider.GetRequiredService<TContext>());
    }

    private static Task<ModuleHost> StartAsync(string provider, string? progress = null) => ModuleHost.StartAsync(
        provider,
        ["catalog", "progress", "funding"],
        builder => builder.AddProjectCatalog().AddProgressReporting().AddFundingSupport(),
        app => app.MapProjectCatalog().MapProgressReporting().MapFundingSupport(),
        builder => builder.Configuration.AddInMemoryCollection(
        [
            KeyValuePair.Create("Services:catalog", builder.Configuration["Endpoints:Grpc"]),
            KeyValuePair.Create("Services:progress", progress ?? builder.Configuration["Endpoints:Grpc"]),
            KeyValuePair.Create("Reporting:OpensByItself", (string?)"false"),
        ]));
}
