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

    private static bool IsSound(CopyDrift drift) => drift.OwnedCount > 0 && drift.MissingCount + drift.OutdatedCount + drift.DifferentCount + drift.ExtraCount == 0;

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

    private static Task<ModuleHost> StartAsync(string provider) => ModuleHost.StartAsync(
        provider,
        ["catalog", "progress", "funding"],
        builder => builder.AddProjectCatalog().AddProgressReporting().AddFundingSupport(),
        app => app.MapProjectCatalog().MapProgressReporting().MapFundingSupport(),
        builder => builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Services:catalog", builder.Configuration["Endpoints:Grpc"]), KeyValuePair.Create("Reporting:OpensByItself", (string?)"false")]));
}
