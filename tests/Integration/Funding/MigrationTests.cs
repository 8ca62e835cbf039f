using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Storage;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

/// <summary>What an older version wrote is read by this one.</summary>
public sealed class MigrationTests
{
    private const string At = "'2017-07-10 01:00:00+00'";

    [Fact]
    public async Task Decisions_OnPostgres_KeepWhatWasThere()
    {
        var database = await TestDatabase.CreateAsync("funding");
        try
        {
            var options = new DbContextOptionsBuilder<FundingDbContext>();
            new StorageLocation("funding", false, database, "").Use(options);
            await MigrateAsync(() => new FundingDbContext(options.Options));
        }
        finally
        {
            await TestDatabase.DropAsync(database);
        }
    }

    [Fact]
    public async Task Decisions_OnSqlite_KeepWhatWasThere()
    {
        var folder = Directory.CreateTempSubdirectory("renovation-migration-").FullName;
        try
        {
            var options = new DbContextOptionsBuilder<SqliteFundingDbContext>();
            new StorageLocation("funding", true, $"Data Source={Path.Combine(folder, "funding.db")};Pooling=false", folder).Use(options);
            await MigrateAsync(() => new SqliteFundingDbContext(options.Options));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MigrateAsync(Func<FundingDbContext> open)
    {
        await using (var before = open())
        {
            await before.GetService<IMigrator>().MigrateAsync("LedgerByTime", Stop);
            foreach (var insert in Older())
                await before.Database.ExecuteSqlRawAsync(insert.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Stop);
            await before.Database.MigrateAsync(Stop);
        }

        await using var db = open();
        var application = await db.Applications.SingleAsync(Stop);
        (application.State, application.Statement, application.Score).ShouldBe((ApplicationState.Approved, new Statement(700, 0, DayRange.Any), 0));
        application.Calculation.ShouldBeEmpty();
        application.Waiver.ShouldBeNull();
        application.Reviews.OrderBy(review => review.Number).Select(review => (review.Number, review.Step, review.Score, review.Conflict)).ShouldBe([(1, ReviewStep.District, null, ""), (2, ReviewStep.Expert, null, "")]);
        var award = await db.Awards.SingleAsync(Stop);
        (award.Level, award.Form, award.Base, award.Stacks, award.ReleasedYuan, award.RevokeTime).ShouldBe((ProgramLevel.Municipal, SupportForm.Equity, SupportBase.FixedAssetInvestment, true, 0, null));
        award.Instalments.ShouldBe([new Instalment { Number = 1, AmountYuan = 500, PaidYuan = 200 }]);
        (await db.Postings.SingleAsync(Stop)).BankReference.ShouldBe("");
        (await db.Programs.SingleAsync(Stop)).Rules.Valid.ShouldBe(DayRange.Any);
    }

    private static IEnumerable<string> Older()
    {
        const string Rules =
            """'{"source_document":"样例","base":"FixedAssetInvestment","tiers":[{"from_yuan":0,"rate_bp":1000}],"cap_yuan":0,"floor_yuan":0,"required_stages":[],"required_procedures":[],"plan_membership":"Required","completion_year":0,"above_scale_required":false,"stacking_allowed":true}'""";
        yield return $"INSERT INTO programs (id, title, year, level, form, state, rules, rules_number, appropriated_yuan, committed_yuan, disbursed_yuan, recovered_yuan, posting_count, version, create_time, update_time) VALUES ('p', '样例', 2017, 3, 2, 2, {Rules}, 1, 1000, 500, 200, 0, 1, 1, {At}, {At})";
        yield return $"INSERT INTO program_rules (program, number, rules) VALUES ('p', 1, {Rules})";
        yield return $"INSERT INTO ledger_postings (program, number, key, kind, award, amount_yuan, voucher, actor, post_time) VALUES ('p', 1, 'k', 1, '', 1000, 'v', 'a', {At})";
        yield return $"INSERT INTO applications (id, program, project, project_title, enterprise, unit, state, requested_yuan, proposed_yuan, decided_yuan, audited_investment_yuan, accepted_investment_yuan, base_yuan, rules_number, submitter, approver, award, closing_reason, version, create_time, update_time) VALUES ('a', 'p', 'x', '样例', 'e', 'u', 6, 500, 500, 500, 700, 0, 5000, 1, 's', 'c', 'w', '', 5, {At}, {At})";
        yield return $"INSERT INTO application_reviews (application, step, reviewer, passed, note, review_time) VALUES ('a', 1, 'd', true, '', {At}), ('a', 2, 'e', true, '', {At})";
        yield return $"INSERT INTO awards (id, application, program, project, enterprise, unit, document_number, amount_yuan, disbursed_yuan, recovered_yuan, approver, version, create_time, update_time) VALUES ('w', 'a', 'p', 'x', 'e', 'u', '样例', 500, 200, 0, 'c', 2, {At}, {At})";
    }
}
