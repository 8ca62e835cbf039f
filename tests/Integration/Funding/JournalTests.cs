using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class JournalTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EveryChange_IsJournaledWithItsEvent(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(5_000_000);
        var award = await one.AwardAsync();
        await one.Cashier.DisburseAwardAsync(Case.Pay(award, 500), cancellationToken: Stop);
        await one.Cashier.RecoverAwardAsync(Case.TakeBack(award, 100), cancellationToken: Stop);
        var journal = new JournalService.JournalServiceClient(one.World.Host.As(Role.Auditor));

        (await EventsAsync(journal, one.Program, 6)).ShouldBe(
        [
            "CREATED ProgramChanged planner-", "OPENED ProgramChanged planner-", "APPROPRIATED ProgramChanged finance-",
            "COMMITTED ProgramChanged chief", "DISBURSED ProgramChanged cashier", "RECOVERED ProgramChanged cashier",
        ]);
        (await EventsAsync(journal, award.Application, 6)).ShouldBe(
        [
            "CREATED,ATTACHED ApplicationChanged expert", "SUBMITTED ApplicationChanged district", "DISTRICT_REVIEWED ApplicationChanged district",
            "EXPERT_REVIEWED ApplicationChanged expert", "PUBLICISED ApplicationChanged chief", "APPROVED ApplicationChanged chief",
        ]);
        (await EventsAsync(journal, award.Name, 3)).ShouldBe(["GRANTED AwardGranted chief", "DISBURSED FundsDisbursed cashier", "RECOVERED FundsRecovered cashier"]);
        (await journal.VerifyJournalAsync(new VerifyJournalRequest(), cancellationToken: Stop)).Valid.ShouldBeTrue();
        (await new JournalService.JournalServiceClient(one.World.Host.As(Role.Service)).ListChangesAsync(new ListChangesRequest { PageSize = 1 }, cancellationToken: Stop)).Changes.ShouldHaveSingleItem().Sequence.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Ledger_ChangedAroundTheService_IsRefusedByTheDatabase(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(5_000_000);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => one.World.Host.ReadAsync(db => db.Postings.ExecuteUpdateAsync(set => set.SetProperty(posting => posting.AmountYuan, 1), Stop)));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => one.World.Host.ReadAsync(db => db.Postings.ExecuteDeleteAsync(Stop)));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => one.World.Host.ReadAsync(db => db.Programs.ExecuteUpdateAsync(set => set.SetProperty(program => program.CommittedYuan, long.MaxValue), Stop)));

        var program = one.Program["programs/".Length..];
        await one.World.Host.ReadAsync(db => db.Programs.Where(row => row.Id == program).ExecuteUpdateAsync(set => set.SetProperty(row => row.AppropriatedYuan, 5_000_001), Stop));
        (await one.LedgerAsync()).Balanced.ShouldBeFalse("what is kept is not what was posted");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rest_SpeaksTheSame(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync(5_000_000);
        using var rest = one.World.Host.Rest(one.World.Host.Authority.TokenFor(Role.Planner));

        var ledger = JsonDocument.Parse(await rest.GetStringAsync($"/v1/{one.Program}:ledger", Stop)).RootElement;
        ledger.GetProperty("appropriatedYuan").GetInt64().ShouldBe(5_000_000);
        var eligible = JsonDocument.Parse(await rest.GetStringAsync($"/v1/{one.Program}/eligibilities?result=RESULT_PASSED", Stop)).RootElement;
        eligible.GetProperty("eligibilities")[0].GetProperty("project").GetString().ShouldBe(one.Project);
        using var missing = await rest.GetAsync("/v1/applications/none", Stop);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<List<string>> EventsAsync(JournalService.JournalServiceClient journal, string resource, int expected)
    {
        for (var attempt = 0; ; attempt++)
        {
            var page = await journal.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = resource }, cancellationToken: Stop);
            if (page.AuditEvents.Count >= expected || attempt == 50)
                return [.. page.AuditEvents.Reverse().Select(entry => $"{entry.Kind} {entry.EventType[(entry.EventType.LastIndexOf('.') + 1)..]} {entry.Actor}")];
            await Task.Delay(100, Stop);
        }
    }
}
