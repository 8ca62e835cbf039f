using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>Proposes the year attributes of a project that was chosen; a person edits them.</summary>
internal static class ProposedEntry
{
    // Plans are written in ten thousands of yuan.
    private const long TenThousand = 10_000;

    /// <summary>Proposes the attributes for a year.</summary>
    public static YearAttributes Of(ScreeningCandidate candidate, int year)
    {
        var newStart = !candidate.Started && candidate.StartMonth?.Year == year;
        return new YearAttributes(
            newStart ? Nature.NewStart : Nature.Continuing,
            newStart && candidate.Stage is Stage.Reserve or Stage.Preliminary && candidate.MissingProcedures != 0,
            candidate.CompletesIn(year),
            PlannedYuan(candidate, year),
            candidate.OpeningYuan,
            "",
            "");
    }

    // What is not invested yet, spread evenly over the months that are left, those of the year; all of it when the plan ends in the year or says nothing.
    private static long PlannedYuan(ScreeningCandidate candidate, int year)
    {
        var left = Math.Max(0, candidate.TotalYuan - candidate.OpeningYuan);
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 1));
        var start = candidate.StartMonth is { } planned && planned > first ? planned : first;
        if (start > last)
            return 0;
        var end = candidate.EndMonth is { } until && until > last ? until : last;
        var share = (decimal)left * Months(start, last) / Months(start, end);
        return (long)(share / TenThousand) * TenThousand;
    }

    private static int Months(DateOnly first, DateOnly last) => ((last.Year - first.Year) * 12) + last.Month - first.Month + 1;
}
