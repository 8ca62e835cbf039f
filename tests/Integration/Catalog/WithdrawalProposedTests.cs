using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Library;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using Project = Renovation.Protos.Catalog.V1.Project;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>What progress reporting proposes when nobody reports a project.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class WithdrawalProposedTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Proposal_StandsAtTheProjectUntilItIsRevokedOrFollowed(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (first, second) = (await bureau.NewAdmittedAsync(), await bureau.NewAdmittedAsync());
        foreach (var project in new[] { first, second })
            await HandleAsync(provider, Proposal(project, WithdrawalProposal.Types.State.Open));
        await HandleAsync(provider, Proposal(new Project { Name = "projects/nothing" }, WithdrawalProposal.Types.State.Open));

        var proposed = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = first.Name });
        (proposed.WithdrawalProposalDate, string.Join(',', proposed.UnreportedPeriods), proposed.Membership).ShouldBe(("2017-07-11", "periods/2017Q1,periods/2017Q2", Project.Types.Membership.Admitted));
        (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Enterprise = first.Enterprise, WithdrawalProposed = true })).Projects.Select(one => one.Name).ShouldBe([first.Name]);
        (await bureau.Projects.CountProjectsAsync(new CountProjectsRequest { Enterprise = first.Enterprise, WithdrawalProposed = true })).TotalCount.ShouldBe(1);
        var history = await EventuallyAsync(async () => await bureau.Projects.ListProjectHistoryAsync(new ListProjectHistoryRequest { Name = first.Name }), answer => answer.Changes.Count == 3);
        (history.Changes[0].Kind, history.Changes[0].Reason).ShouldBe(("WITHDRAWAL_PROPOSED", "2017Q1,2017Q2"));

        await HandleAsync(provider, Proposal(first, WithdrawalProposal.Types.State.Revoked));
        (await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = first.Name })).WithdrawalProposalDate.ShouldBeEmpty();
        var withdrawn = await bureau.Projects.WithdrawProjectAsync(new WithdrawProjectRequest { Name = second.Name, WithdrawDate = "2017-07-03", Reason = Project.Types.WithdrawalReason.NoReport });
        (withdrawn.WithdrawalProposalDate, withdrawn.UnreportedPeriods.Count).ShouldBe(("", 0));
        await HandleAsync(provider, Proposal(second, WithdrawalProposal.Types.State.Open));
        (await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = second.Name })).ShouldBe(withdrawn, "what has left is not proposed");
        (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Enterprise = first.Enterprise, WithdrawalProposed = true })).Projects.ShouldBeEmpty();
    }

    private static WithdrawalProposed Proposal(Project project, WithdrawalProposal.Types.State state) => new()
    {
        WithdrawalProposal = new WithdrawalProposal { Project = project.Name["projects/".Length..], State = state, Periods = { "periods/2017Q1", "periods/2017Q2" }, ProposeDate = "2017-07-11" },
    };

    private async Task HandleAsync(string provider, WithdrawalProposed message)
    {
        await using var scope = hosts.On(provider).Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("catalog");
        await scope.ServiceProvider.GetRequiredService<WithdrawalProposedHandler>().HandleAsync(message, default);
    }
}
