using System.Numerics;
using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Domain;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>The score of a candidate and of what it consists. A part is its weight times how much of it the candidate has, in basis points.</summary>
/// <param name="Investment">For its size.</param>
/// <param name="Equipment">For its share of equipment.</param>
/// <param name="Completes">For completing in the year.</param>
/// <param name="Procedures">For its settled permit steps.</param>
/// <param name="Industry">For its industry; may be negative.</param>
internal sealed record ScreeningScore(long Investment, long Equipment, long Completes, long Procedures, long Industry)
{
    private const long Full = 10_000;

    // A billion yuan: few projects of a city are larger, and beyond it size says nothing more.
    private const long FullInvestment = 1_000_000_000;

    /// <summary>The score.</summary>
    public long Total => Investment + Equipment + Completes + Procedures + Industry;

    /// <summary>Scores a candidate.</summary>
    public static ScreeningScore Of(ScreeningCandidate candidate, ScreeningRules rules)
    {
        var weights = rules.Weights;
        var settled = ProcedureKinds.All.Count - BitOperations.PopCount((uint)candidate.MissingProcedures);
        var favoured = rules.Industries.Where(industry => candidate.IndustryCode.StartsWith(industry.Prefix, StringComparison.Ordinal)).MaxBy(industry => industry.Prefix.Length);
        return new ScreeningScore(
            weights.Investment * Math.Min(Full, Ratio.BasisPoints(candidate.TotalYuan, FullInvestment)),
            weights.Equipment * Ratio.BasisPoints(candidate.EquipmentYuan, candidate.TotalYuan),
            candidate.CompletesIn(rules.Year) ? weights.Completes * Full : 0,
            weights.Procedures * Ratio.BasisPoints(settled, ProcedureKinds.All.Count),
            (favoured?.Weight ?? 0) * Full);
    }
}
