using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using PlanEntry = Renovation.Protos.Catalog.V1.PlanEntry;
using Procedure = Renovation.Protos.Catalog.V1.Procedure;
using Project = Renovation.Protos.Catalog.V1.Project;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Asks PostgreSQL how it reads a library of 100,000 projects: by indexes, never from one end to the other.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private const int Count = 100_000;

    // Twice the entries of the reference plan, in each of a hundred years.
    private const int Entries = 200;
    private static readonly UnitFilter Everything = new(null, null);
    private ModuleHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await CatalogHosts.StartAsync(ModuleHost.Postgres);
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        await db.FillAsync(Fill);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task EveryQuery_HundredThousandProjects_UsesIndexes()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        var after = "00000000-0000-7000-8000-000000050000";
        var draft = await db.Plans.AsNoTracking().SingleAsync(plan => plan.Year == 2016);
        var issued = await db.Plans.AsNoTracking().SingleAsync(plan => plan.Year == 2017);
        var district = new UnitFilter(["610113"], null);
        var city = new UnitFilter(["610100", "610102", "610113", "6101Z1", "6101Z2"], null);
        var queries = new Dictionary<string, IQueryable>(StringComparer.Ordinal)
        {
            ["get"] = db.Projects.Where(project => project.Id == after),
            ["enterprise"] = db.Enterprises.Where(enterprise => enterprise.Uscc == "e00000000000000500"),
            ["duplicate"] = db.Projects.Where(project => project.Enterprise == "e00000000000000500" && project.TitleKey == "x"),
            ["draft entries"] = db.EntriesOf(draft, Everything).OrderBy(row => row.Position).ThenBy(row => row.Entry.Project).Take(51),
            ["issued entries"] = db.EntriesOf(issued, Everything).OrderBy(row => row.Position).ThenBy(row => row.Entry.Project).Take(51),
            ["draft summary"] = PlanSummaries.Query(db.EntriesOf(draft, Everything)),
            ["issued summary"] = PlanSummaries.Query(db.EntriesOf(issued, Everything)),
            ["acknowledgements"] = db.Acknowledgements.Where(one => one.Year == 2017).OrderBy(one => one.Unit).Take(51),
            ["still outside"] = PlanSummaries.StillOutside(db, db.EntriesOf(issued, Everything)),
            ["issued summary of a unit"] = PlanSummaries.Query(db.EntriesOf(issued, district)),
        };
        ListProjectsRequest[] lists =
        [
            new(), new() { Enterprise = "e00000000000000500" }, new() { Stage = Project.Types.Stage.Completed }, new() { Stage = Project.Types.Stage.AtCapacity }, new() { Membership = Project.Types.Membership.Candidate },
            new() { Membership = Project.Types.Membership.Withdrawn }, new() { IndustryCode = "C36" }, new() { IndustryCode = "C9" },
            new() { ChangedSince = Timestamp.FromDateTime(new DateTime(2017, 6, 30, 0, 0, 0, DateTimeKind.Utc)) }, new() { ChangedSince = Timestamp.FromDateTime(new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc)) },
            new() { OrderBy = "total_investment_yuan desc" }, new() { OrderBy = "update_time" }, new() { OrderBy = "create_time desc" },
            new() { Stage = Project.Types.Stage.Completed, OrderBy = "total_investment_yuan" }, new() { MinTotalInvestmentYuan = 100_090_000, OrderBy = "total_investment_yuan" },
            new() { Text = "样例12345" }, new() { Text = "样例99 无此" }, new() { PlanYear = 2017 }, new() { PlanYear = 2017, Nature = PlanEntry.Types.Nature.NewStart },
            new() { MissingProcedures = { Procedure.Types.Kind.Eia } },
        ];
        foreach (var filter in new[] { Everything, district, city, new UnitFilter(null, "e00000000000000500") })
        {
            foreach (var list in lists)
            {
                var projects = db.ProjectsOf(ProjectFilter.Of(list), filter);
                var order = ProjectOrder.Read(list.OrderBy);
                var place = new ProjectPlace(order.Key == ProjectOrderKey.UpdateTime ? new DateTime(2017, 3, 1, 0, 0, 0, DateTimeKind.Utc).Ticks : 100_050_000, after);
                queries[$"{list} {filter}"] = ProjectQueries.Page(projects, order, Page<ProjectPlace>.Read(0, "", list));
                queries[$"{list} {filter} after"] = ProjectQueries.Page(projects, order, Page<ProjectPlace>.Read(0, Page<ProjectPlace>.Read(0, "", list).NextToken(place), list));
            }
        }

        var scans = new List<string>();
        foreach (var (name, query) in queries)
        {
            var plan = await db.ExplainAsync(query);
            if (new Regex("Seq Scan on (projects|plan_entries)").IsMatch(plan))
                scans.Add($"{name}:\n{plan}");
        }

        scans.ShouldBeEmpty();

        // What the screens ask for most often is read in the order of its index, without sorting.
        var sorted = new ListProjectsRequest { Stage = Project.Types.Stage.Completed, OrderBy = "total_investment_yuan desc" };
        var first = await db.ExplainAsync(ProjectQueries.Page(db.ProjectsOf(ProjectFilter.Of(sorted), district), ProjectOrder.Read(sorted.OrderBy), Page<ProjectPlace>.Read(0, "", sorted)));
        first.ShouldUse("ix_projects_unit_stage_investment");
        first.ShouldNotContain("Sort", customMessage: first);
        (await db.ExplainAsync(db.ProjectsOf(ProjectFilter.Of(new ListProjectsRequest { Text = "样例12345" }), Everything))).ShouldUse("ix_projects_search");
        (await db.ExplainAsync(db.Enterprises.Where(new AboveScale(20_000_000).ToUrge).OrderBy(enterprise => enterprise.Uscc).Take(51))).ShouldUse("ix_enterprises_to_urge");
    }

    // Written by the database itself: what is measured is how it reads.
    private static readonly string Fill = string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO enterprises (uscc, title, unit, directory_state, not_listed_reason, not_listed_cause, revenue_yuan, production_status, former_titles, merged_into, urge_count, declared_month, version, create_time, update_time)
        SELECT 'e' || lpad(n::text, 17, '0'), '样例企业' || n, '610113', 1 + n % 2, '', 0, 10000000 + n * 1000, 1, '[]', '', 0, CASE WHEN n % 20 > 0 THEN date '2017-01-01' END, 1, now(), now() FROM generate_series(1, {Count / 2}) n;
        INSERT INTO projects (id, enterprise, enterprise_title, unit, title_key, stage, membership, reported_period, reported_version, memberships, procedures, administrative_area, content,
            equipment_investment_yuan, industry_code, industry_edition, opening_investment_yuan, remark, title, total_investment_yuan, enterprise_former_titles, missing_procedures, search, version, create_time, update_time)
        SELECT '00000000-0000-7000-8000-' || lpad(n::text, 12, '0'), 'e' || lpad((1 + n % {Count / 2})::text, 17, '0'), '样例企业', (ARRAY['610102', '610113', '6101Z1', '6101Z2'])[1 + n % 4], '样例' || n,
            1 + n % 5, 1 + n % 2, '', 0, '[]', '[]', '610113', repeat('样例', 50), 1, 'C' || (13 + n % 30), 'GB/T 4754-2011', 0, '', '样例' || n, 100000000 + n, '', 254 - (n % 2) * 4, '样例 例' || left(n::text, 1) || (SELECT coalesce(string_agg(' ' || substr(n::text, i, 2), '' ORDER BY i), '') FROM generate_series(1, length(n::text) - 1) i) || '  样 例', 1,
            timestamptz '2017-01-01' + n * interval '3 minutes', timestamptz '2017-01-01' + n * interval '3 minutes' FROM generate_series(1, {Count}) n;
        INSERT INTO plans (year, title, state, document_number, issue_date, revision, entry_count, version, create_time, update_time)
        SELECT year, '样例', CASE WHEN year = 2016 THEN 1 ELSE 2 END, '样例', NULL, 1, {Entries}, 1, now(), now() FROM generate_series(2000, 2099) year;
        INSERT INTO plan_entries (year, project, position, nature, preliminary, completes_in_year, planned_investment_yuan, opening_investment_yuan, target, remark, project_title, enterprise, enterprise_title,
            enterprise_listed, unit, industry_code, total_investment_yuan, version, create_time, update_time)
        SELECT 2000 + (n - 1) / {Entries}, '00000000-0000-7000-8000-' || lpad(n::text, 12, '0'), 1 + n % {Entries}, 1 + n % 2, false, n % 3 = 0, 10000, 10000, '', '', '样例', 'e' || lpad((1 + n % {Count / 2})::text, 17, '0'), '样例',
            n % 5 = 0, (ARRAY['610102', '610113', '6101Z1', '6101Z2'])[1 + n % 4], 'C36', 100000000, 1, now(), now() FROM generate_series(1, {Entries} * 100) n;
        ANALYZE;
        """);
}
