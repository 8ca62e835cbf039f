using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Storage;
using Renovation.FundingSupport.Supports;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

/// <summary>How PostgreSQL finds what the lists show when there is much of it.</summary>
public sealed class PlanTests
{
    // A plan has about a hundred entries, as the reference one, and a program some dozens of applications.
    private const string Many =
        """
        INSERT INTO plans SELECT 2000 + n, '样例', 1 FROM generate_series(0, 4000) n;
        INSERT INTO plan_entries SELECT 2000 + n % 400, 'p' || n, '样例', 'e' || n % 5000, CASE WHEN n % 7 = 0 THEN '6101Z1' ELSE '610102' END, true, 1000 FROM generate_series(1, 40000) n;
        INSERT INTO projects SELECT 'p' || n, '样例', 'e' || n % 5000, CASE WHEN n % 7 = 0 THEN '6101Z1' ELSE '610102' END, 'COMPLETED', '2017-06-20', 1000, 500, '{}', 1 FROM generate_series(1, 40000) n;
        INSERT INTO enterprises SELECT 'e' || n, '样例', true, 1 FROM generate_series(0, 4999) n;
        INSERT INTO accepted_investments SELECT 'periods/2017Q' || q || '/returns/' || n % 20, 'p' || n, '2017Q' || q, n, now() FROM generate_series(1, 40000) n, generate_series(1, 4) q;
        INSERT INTO programs SELECT 'program-' || n, '样例', 2017, 3, 1, 2, '{}', 1, 0, 0, 0, 0, 0, 1, now(), now() FROM generate_series(1, 1000) n;
        INSERT INTO applications (id, program, project, project_title, enterprise, unit, state, requested_yuan, proposed_yuan, decided_yuan, statement, calculation, objections, attachments, accepted_investment_yuan, base_yuan,
            rules_number, submitter, approver, award, closing_reason, version, create_time, update_time)
        SELECT lpad(n::text, 8, '0'), 'program-' || 1 + n % 1000, 'p' || n, '样例', 'e' || n % 5000, CASE WHEN n % 7 = 0 THEN '6101Z1' ELSE '610102' END, 8, 1, 0, 0, '{"audited_investment_yuan":0,"interest_paid_yuan":0,"invoices":{}}', '[]', '[]', '[]', 0, 0, 1, 's', '', '', '', 1, now(), now()
        FROM generate_series(1, 40000) n;
        INSERT INTO application_reviews SELECT 1, lpad(n::text, 8, '0'), 'r', true, '', now() FROM generate_series(1, 40000) n;
        INSERT INTO awards (id, application, program, project, enterprise, unit, document_number, amount_yuan, level, form, base, stacks, instalments, disbursed_yuan, recovered_yuan, released_yuan, revoke_document, approver, version, create_time, update_time)
        SELECT id, id, program, project, enterprise, unit, '样例', 10, 3, 2, 1, false, '[]', 0, 0, 0, '', 'c', 1, now(), now() FROM applications;
        INSERT INTO holdings (id, award, program, project, enterprise, unit, state, terms, dividends, valuations, next_due, version, create_time, update_time)
        SELECT id, id, program, project, enterprise, unit, 1, '{}', '[]', '[]', DATE '2017-01-01' + application::int, 1, now(), now() FROM awards;
        ANALYZE;
        """;

    private static readonly UnitFilter Everything = new(null, null);

    [Fact]
    public async Task Lists_OnPostgres_UseIndexes()
    {
        await using var host = await StartAsync(ModuleHost.Postgres);
        await host.ReadAsync(db => db.FillAsync(Many));

        await UsesAsync(host, db => KnownProjects.InPlan(db, 2017, Everything, "p2").Take(51), "pk_plan_entries", "pk_projects", "ix_accepted_investments_project_period_accept_time");
        await UsesAsync(host, db => KnownProjects.InPlan(db, 2017, new UnitFilter(["610102"], null), "p2").Take(51), "pk_plan_entries", "pk_projects");
        await UsesAsync(host, db => ApplicationQueries.Listed(db, Everything, null, "", null, "00020000").Take(51), "pk_applications", "pk_application_reviews");
        await UsesAsync(host, db => ApplicationQueries.Listed(db, Everything, "program-7", "", null, "00020000").Take(51), "ix_applications_program_id");
        await UsesAsync(host, db => ApplicationQueries.Listed(db, new UnitFilter(null, "e77"), null, "", null, null).Take(51), "ix_applications_enterprise_id");
        await UsesAsync(host, db => ApplicationQueries.Listed(db, new UnitFilter(["6101Z1"], null), "program-7", "", ApplicationState.Withdrawn, null).Take(51), "ix_applications_");
        await UsesAsync(host, db => ApplicationQueries.Listed(db, Everything, null, "p77", null, "00000020").Take(51), "ix_applications_project_id");
        await UsesAsync(host, db => db.Awards.Where(other => other.Project == "p77" && other.Base == Renovation.FundingSupport.Programs.SupportBase.EquipmentInvestment), "ix_awards_project_base");
        await UsesAsync(host, db => db.Holdings.Where(holding => holding.NextDue < new DateOnly(2017, 1, 10)).OrderBy(holding => holding.Id).Take(51), "ix_holdings_next_due");
        await UsesAsync(host, db => SupportQueries.Awards(db, "program-7", 0).Where(award => string.Compare(award.Id, "00020000") > 0).OrderBy(award => award.Id).Take(51), "ix_awards_program_id");
    }

    private static async Task UsesAsync<T>(ModuleHost host, Func<FundingDbContext, IQueryable<T>> query, params string[] indexes) =>
        (await host.ReadAsync(db => db.ExplainAsync(query(db)))).ShouldUse(indexes);
}
