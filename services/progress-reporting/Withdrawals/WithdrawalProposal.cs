using Renovation.Shared.Domain;

namespace Renovation.ProgressReporting.Withdrawals;

/// <summary>Whether a proposal holds.</summary>
internal enum ProposalState
{
    Open = 1,
    Revoked = 2,
}

/// <summary>A project that is missing in consecutive periods.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Title">Title of the project.</param>
/// <param name="Unit">Code of the unit that did not report it.</param>
/// <param name="Periods">The periods, oldest first.</param>
internal sealed record MissingProject(string Project, string Title, string Unit, IReadOnlyList<string> Periods);

/// <summary>The proposal to withdraw a project from the library because nobody reports it; one of a project, which holds and does not hold by turns.</summary>
internal sealed class WithdrawalProposal : Aggregate
{
    private WithdrawalProposal(string project) => Project = project;

    public string Project { get; }

    public string ProjectTitle { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public ProposalState State { get; private set; }

    public IReadOnlyList<string> Periods { get; private set; } = [];

    public DateOnly ProposeDate { get; private set; }

    public override string ResourceName => $"withdrawalProposals/{Project}";

    public static WithdrawalProposal Of(MissingProject missing, DateOnly today)
    {
        var proposal = new WithdrawalProposal(missing.Project);
        proposal.Propose(missing, today);
        return proposal;
    }

    /// <summary>Proposes it anew.</summary>
    public void Propose(MissingProject missing, DateOnly today)
    {
        (ProjectTitle, Unit, Periods, ProposeDate, State) = (missing.Title, missing.Unit, missing.Periods, today, ProposalState.Open);
        Changed("PROPOSED");
    }

    /// <summary>Takes it back.</summary>
    public void Revoke()
    {
        State = ProposalState.Revoked;
        Changed("REVOKED");
    }
}
