using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Reminders;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Tests.Integration.Fixtures;
using Xunit;
using Return = Renovation.Protos.Progress.V1.Return;

namespace Renovation.Tests.Integration.Progress;

/// <summary>How PostgreSQL finds what is shown and what is written, in a database of 25 years of 21 units with 50 projects each.</summary>
public sealed class QueryPlanTests
{
    private const string Many =
        """
        INSERT INTO periods (id, year, state, due_date, late_from, plan_revision, version, create_time, update_time)
        SELECT year || 'Q' || q, year, 1, '2017-07-05', now(), 1, 1, now(), now() FROM generate_series(2001, 2025) year, generate_series(1, 4) q;
        INSERT INTO returns (id, period, unit, state, nil, on_time, on_behalf, return_reasons, submissions, submitted_sha256, preparer, checker, version, create_time, update_time)
        SELECT p.id || '-6101' || u, p.id, '6101' || u, 1 + u % 6, false, true, false, '[]', 0, '', '', '', 1, now(), now() FROM periods p, generate_series(10, 30) u;
        INSERT INTO return_lines (return, project, version, update_time, position, project_title, enterprise_title, total_investment_yuan, planned_investment_yuan, opening_investment_yuan,
            new_start, preliminary, completes_in_year, physical_progress, at_capacity, problem_category, problem, problem_level, explanation, correction_reason)
        SELECT r.id, 'p' || left(r.period, 4) || right(r.unit, 2) || n, 1, now(), n, '样例', '样例', 1, 1, 1, false, false, false, '', false, 0, '', 0, '', '' FROM returns r, generate_series(1, 50) n;
        INSERT INTO investments (project, period, quarter_yuan, year_to_date_yuan, cumulative_yuan, at_capacity, physical_progress, accept_time)
        SELECT l.project, left(l.return, 6), 1, 1, 1, false, '', now() FROM return_lines l;
        INSERT INTO problems (id, project, project_title, unit, enterprise, industry_code, category, text, asked_level, level, owner, state, raise_date, due_date, result, return_line, actions, version, create_time, update_time)
        SELECT lpad(n::text, 8, '0'), 'p2017' || 10 + n % 20 || n % 50, '样例', '6101' || 10 + n % 4000, '', 'C36', 1 + n % 9, '样例', 0, 1 + n % 2, '6101' || 10 + n % 4000, CASE WHEN n % 50 = 0 THEN 1 ELSE 3 END, '2017-01-01',
            date '2017-01-01' + n % 365, '', '', '[]', 1, now(), now() FROM generate_series(1, 20000) n;
        INSERT INTO reminders (id, kind, subject, occasion, unit, due_date, issue_date, title, text, version, create_time, update_time)
        SELECT lpad(row_number() OVER ()::text, 8, '0'), 1, 'periods/' || r.period || '/returns/' || r.unit, 'o' || n, '6101' || 10 + row_number() OVER () % 4000, '2017-07-05', '2017-07-01', '样例', '样例', 1, now(), now() FROM returns r, generate_series(1, 4) n;
        ANALYZE;
        """;

    private static readonly DateOnly Today = new(2017, 1, 20);

    [Fact]
    public async Task Queries_OnPostgres_UseIndexes()
    {
        await using var host = await ProgressHosts.StartAsync(ModuleHost.Postgres, ProgressHosts.NewClockFile(), opensByItself: false);
        await host.ReadAsync(db => db.FillAsync(Many));
        var all = new ListReturnsRequest();
        var lines = new ListReturnLinesRequest();
        var figures = new ListInvestmentsRequest();
        var (problems, reminders) = (new ListProblemsRequest(), new ListRemindersRequest());

        await UsesAsync(host, db => db.Returns.Where(filed => filed.Id == "2017Q2-610112"), "pk_returns");
        await UsesAsync(host, db => db.Returns.Include(filed => filed.Lines).Where(filed => filed.Id == "2017Q2-610112"), "pk_returns", "pk_return_lines");
        await UsesAsync(host, db => ReturnQueries.Page(db, "2017Q2", Return.Types.State.Unspecified, null, Page<string>.Read(0, "", all)), "ix_returns_period_unit");
        await UsesAsync(host, db => ReturnQueries.Page(db, "2017Q2", Return.Types.State.Unspecified, ["610112", "610113"], Page<string>.Read(0, "", all)), "ix_returns_");
        await UsesAsync(host, db => ReturnQueries.Page(db, "2017Q2", Return.Types.State.Accepted, null, Page<string>.Read(0, Page<string>.Read(0, "", all).NextToken("610112"), all)), "ix_returns_");
        await UsesAsync(host, db => ReturnQueries.Stream(db, null, Return.Types.State.Unspecified, null, "2017Q2-610112", 100), "pk_returns");
        await UsesAsync(host, db => ReturnQueries.LinesOf(db, ["2017Q2-610112", "2017Q2-610113", "2017Q2-610114"]), "pk_return_lines");
        await UsesAsync(host, db => ReturnQueries.Page(db, "2017Q2-610112", Page<LinePlace>.Read(0, "", lines)), "pk_return_lines");
        await UsesAsync(host, db => InvestmentReader.Query(db, "p2017127", Page<string>.Read(0, "", figures)), "pk_investments");
        await UsesAsync(host, db => db.Lines.Where(line => line.Project == "p2017127"), "ix_return_lines_project");
        await UsesAsync(host, db => ProblemQueries.Page(ProblemQueries.Visible(db, new UnitFilter(["610112"], null)), problems, Today, Page<string>.Read(0, "", problems)), "ix_problems_");
        await UsesAsync(host, db => ProblemQueries.Page(ProblemQueries.Visible(db, new UnitFilter(null, null)), problems, Today, Page<string>.Read(0, Page<string>.Read(0, "", problems).NextToken("00010000"), problems)), "pk_problems");
        await UsesAsync(host, db => ProblemClock.Due(db, Today, [ProblemCategory.Land]), "ix_problems_state_due_date");
        await UsesAsync(host, db => ReminderApi.Page(db, reminders, ["610112"], Page<string>.Read(0, "", reminders)), "ix_reminders_unit_id");
        await UsesAsync(host, db => db.Reminders.Where(reminder => reminder.Subject.StartsWith("periods/2017Q2/returns/")), "ix_reminders_subject_occasion");
        await UsesAsync(host, db => AcceptedHistory.Query(db, ["p2017127", "p2017128", "p2017129"], 2017), "pk_investments");
    }

    private static async Task UsesAsync<T>(ModuleHost host, Func<ProgressDbContext, IQueryable<T>> query, params string[] indexes) =>
        (await host.ReadAsync(db => db.ExplainAsync(query(db)))).ShouldUse(indexes);
}
