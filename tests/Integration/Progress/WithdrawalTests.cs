using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Withdrawals;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Time;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

/// <summary>Projects that nobody reports in consecutive periods.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class WithdrawalTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Project_MissingTwice_IsProposedOnceAndRevokedWhenItsUnitFiles(string provider)
    {
        var desk = await hosts.DeskAsync(provider, open: false);
        await desk.SetClockAsync(At(desk.Year, 7, 5, 9));
        foreach (var quarter in new[] { 1, 2 })
            await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q{quarter}" });
        await desk.SubmitAsync(Other, quarter: 1);
        await ProposeAsync(desk);
        (await ProposalsAsync(desk)).ShouldBeEmpty("the second quarter can still be reported");

        await desk.SetClockAsync(At(desk.Year, 7, 6, 0));
        await desk.Returns.ExtendReturnAsync(new ExtendReturnRequest { Name = desk.ReturnOf(Own), DueDate = $"{desk.Year}-07-10", Reason = "样例" });
        await ProposeAsync(desk);
        (await ProposalsAsync(desk)).ShouldBeEmpty("one unit has time, the other has reported the first quarter");
        await desk.SetClockAsync(At(desk.Year, 7, 11, 0));
        await Task.WhenAll(ProposeAsync(desk), ProposeAsync(desk));
        await ProposeAsync(desk);

        var proposed = await ProposalsAsync(desk);
        proposed.Select(one => (one.Project, one.State, one.Unit, one.Title)).ShouldBe([(desk.First, ProposalState.Open, Own, "样例项目1"), (desk.Second, ProposalState.Open, Own, "样例项目3")]);
        (proposed[0].Periods, proposed[0].Date).ShouldBe(($"{desk.Year}Q1,{desk.Year}Q2", new DateOnly(desk.Year, 7, 11)));
        var told = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = $"withdrawalProposals/{desk.First}" })).AuditEvents, events => events.Count == 1);
        (told[0].Kind, told[0].EventType, told[0].Actor).ShouldBe(("PROPOSED", WithdrawalProposed.Descriptor.FullName, "progress"));

        await desk.SubmitAsync(Own);
        await ProposeAsync(desk);
        (await ProposalsAsync(desk)).ShouldAllBe(one => one.State == ProposalState.Revoked);
        told = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = $"withdrawalProposals/{desk.First}" })).AuditEvents, events => events.Count == 2);
        told[0].Kind.ShouldBe("REVOKED");

        // One that was submitted and handed back was reported all the same.
        await desk.HandBackAsync(Own, new ReturnReason { Code = "OTHER", Note = "样例" });
        await ProposeAsync(desk);
        (await ProposalsAsync(desk)).ShouldAllBe(one => one.State == ProposalState.Revoked);
    }

    private static async Task ProposeAsync(Desk desk)
    {
        using var clock = new WithdrawalClock(
            desk.Host.Services.GetRequiredService<IServiceScopeFactory>(), desk.Host.Services.GetRequiredService<BusinessClock>(), TimeProvider.System,
            desk.Host.Services.GetRequiredService<ReportingRules>(), NullLogger<WithdrawalClock>.Instance);
        try
        {
            await clock.ProposeAsync(2, default);
        }
        catch (DbUpdateException)
        {
            // Another one made the same proposal first; the clock tries again.
        }
    }

    private static Task<List<(string Project, ProposalState State, string Unit, string Title, string Periods, DateOnly Date)>> ProposalsAsync(Desk desk) => desk.Host.ReadAsync(async db =>
        (await db.WithdrawalProposals.Where(proposal => proposal.Project.StartsWith($"p{desk.Year}")).OrderBy(proposal => proposal.Project).ToListAsync())
            .ConvertAll(proposal => (proposal.Project, proposal.State, proposal.Unit, proposal.ProjectTitle, string.Join(',', proposal.Periods), proposal.ProposeDate)));

    private static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.FromHours(8));
}
