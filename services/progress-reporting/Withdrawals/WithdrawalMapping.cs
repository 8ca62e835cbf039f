using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Withdrawals;

/// <summary>Maps proposals to the contract.</summary>
internal static class WithdrawalMapping
{
    public static V1.WithdrawalProposal ToProto(WithdrawalProposal proposal) => new()
    {
        Name = proposal.ResourceName,
        Project = proposal.Project,
        ProjectTitle = proposal.ProjectTitle,
        Unit = proposal.Unit,
        State = (V1.WithdrawalProposal.Types.State)proposal.State,
        Periods = { proposal.Periods.Select(period => $"periods/{period}") },
        ProposeDate = CalendarText.Day(proposal.ProposeDate),
        CreateTime = Timestamp.FromDateTime(proposal.CreateTime),
        UpdateTime = Timestamp.FromDateTime(proposal.UpdateTime),
        Etag = proposal.Etag,
    };
}
