using Renovation.Shared.Domain;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>A proposal as it was computed; it does not change.</summary>
internal sealed class Screening : Aggregate
{
    private Screening(int year, int number) => (Year, Number) = (year, number);

    public int Year { get; }

    public int Number { get; }

    /// <summary>The rules, proto JSON.</summary>
    public string Rules { get; private set; } = "";

    /// <summary>Subject of the person who asked.</summary>
    public string Person { get; private set; } = "";

    public int CandidateCount { get; private set; }

    public int ChosenCount { get; private set; }

    /// <summary>Sum of the scores of the chosen.</summary>
    public long Score { get; private set; }

    public override string ResourceName => $"plans/{Year}/screenings/{Number}";

    /// <summary>Records a proposal.</summary>
    public static Screening Record(int year, int number, string rules, string person, IReadOnlyList<StoredDecision> decisions)
    {
        var screening = new Screening(year, number)
        {
            Rules = rules,
            Person = person,
            CandidateCount = decisions.Count,
            ChosenCount = decisions.Count(decision => decision.Chosen),
            Score = decisions.Where(decision => decision.Chosen).Sum(decision => decision.Score.Total),
        };
        screening.Changed("SCREENED");
        return screening;
    }
}

/// <summary>The decisions of a screening, apart from it, because few who read the one want the other.</summary>
internal sealed class ScreeningRecord
{
    public required int Year { get; init; }

    public required int Number { get; init; }

    /// <summary>By project.</summary>
    public required IReadOnlyList<StoredDecision> Decisions { get; init; }
}
