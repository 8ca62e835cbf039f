using System.Globalization;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Maps candidates to the contract and back.</summary>
internal static class CandidateMapping
{
    public static V1.Candidate ToProto(Candidate candidate)
    {
        var proto = ToProto(candidate.Facts);
        (proto.Outcome, proto.Project, proto.OutcomeReason) = ((V1.Candidate.Types.Outcome)candidate.Outcome, candidate.Project, candidate.Reason);
        return proto;
    }

    /// <summary>Writes what the unit states alone.</summary>
    public static V1.Candidate ToProto(CandidateFacts facts) => new()
    {
        Title = facts.Title,
        Enterprise = facts.Enterprise,
        EnterpriseTitle = facts.EnterpriseTitle,
        AdministrativeArea = facts.AdministrativeArea,
        IndustryCode = facts.IndustryCode,
        Content = facts.Content,
        StartMonth = CalendarText.Month(facts.StartMonth),
        EndMonth = CalendarText.Month(facts.EndMonth),
        TotalInvestmentYuan = facts.TotalYuan,
        EquipmentInvestmentYuan = facts.EquipmentYuan,
        Remark = facts.Remark,
    };

    /// <summary>Reads what a unit states.</summary>
    /// <exception cref="DomainException">INVALID_MONTH.</exception>
    public static List<CandidateFacts> ToFacts(IEnumerable<V1.Candidate> candidates)
    {
        var validation = new Validation();
        var facts = candidates.Select((candidate, index) => ToFacts(candidate, $"return.{Candidate.Field}[{index.ToString(CultureInfo.InvariantCulture)}]", validation)).ToList();
        validation.ThrowIfAny();
        return facts;
    }

    private static CandidateFacts ToFacts(V1.Candidate candidate, string field, Validation validation) => new(
        candidate.Title.Trim(),
        candidate.Enterprise.Trim(),
        candidate.EnterpriseTitle.Trim(),
        candidate.AdministrativeArea,
        candidate.IndustryCode,
        candidate.Content.Trim(),
        CalendarText.ReadMonth(candidate.StartMonth, $"{field}.start_month", validation),
        CalendarText.ReadMonth(candidate.EndMonth, $"{field}.end_month", validation),
        candidate.TotalInvestmentYuan,
        candidate.EquipmentInvestmentYuan,
        candidate.Remark.Trim());
}
