using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Sums plans up in the database.</summary>
internal static class PlanSummaries
{
    private const int Whole = 0;
    private const int ByUnit = 1;

    /// <summary>Sums entries up in one query: as a whole, by unit and by industry.</summary>
    public static async Task<V1.PlanSummary> SummarizeAsync(string plan, IQueryable<EntryRow> entries, CancellationToken cancellationToken)
    {
        var sums = await Query(entries).ToListAsync(cancellationToken);
        var whole = sums.Find(sum => sum.Level == Whole) ?? new Sum();
        var summary = new V1.PlanSummary
        {
            Plan = plan,
            Projects = whole.Projects,
            NewStarts = whole.NewStarts,
            Preliminary = whole.Preliminary,
            CompletesInYear = whole.CompletesInYear,
            EnterprisesOutsideDirectory = whole.EnterprisesOutsideDirectory,
            TotalInvestmentYuan = whole.TotalInvestmentYuan,
            PlannedInvestmentYuan = whole.PlannedInvestmentYuan,
            OpeningInvestmentYuan = whole.OpeningInvestmentYuan,
        };
        foreach (var sum in sums.Where(sum => sum.Level != Whole).OrderBy(sum => sum.Key, StringComparer.Ordinal))
            (sum.Level == ByUnit ? summary.ByUnit : summary.ByIndustry)[sum.Key] = ToGroup(sum);
        return summary;
    }

    /// <summary>Gives the one query of a summary.</summary>
    internal static IQueryable<Sum> Query(IQueryable<EntryRow> entries) =>
        Sums(entries, Whole, row => "").Concat(Sums(entries, ByUnit, row => row.Unit)).Concat(Sums(entries, ByUnit + 1, row => row.IndustryCode));

    /// <summary>Gives the owners that are outside the above-scale directory now, each once.</summary>
    internal static IQueryable<string> StillOutside(CatalogDbContext db, IQueryable<EntryRow> entries) =>
        from uscc in entries.Select(row => row.Enterprise).Distinct()
        join enterprise in db.Enterprises on uscc equals enterprise.Uscc
        where enterprise.Standing.State != DirectoryState.Listed
        select uscc;

    private static IQueryable<Sum> Sums(IQueryable<EntryRow> entries, int level, System.Linq.Expressions.Expression<Func<EntryRow, string>> key) =>
        entries.GroupBy(key).Select(group => new Sum
        {
            Level = level,
            Key = group.Key,
            Projects = group.Count(),
            NewStarts = group.Count(row => row.Entry.Attributes.Nature == Nature.NewStart),
            Preliminary = group.Count(row => row.Entry.Attributes.Preliminary),
            CompletesInYear = group.Count(row => row.Entry.Attributes.CompletesInYear),

            // Enterprises, not projects: one with two projects counts once.
            EnterprisesOutsideDirectory = group.Where(row => !row.EnterpriseListed).Select(row => row.Enterprise).Distinct().Count(),
            TotalInvestmentYuan = group.Sum(row => row.TotalInvestmentYuan),
            PlannedInvestmentYuan = group.Sum(row => row.Entry.Attributes.PlannedInvestmentYuan),
            OpeningInvestmentYuan = group.Sum(row => row.Entry.Attributes.OpeningInvestmentYuan),
        });

    private static V1.PlanSummary.Types.Group ToGroup(Sum sum) => new()
    {
        Projects = sum.Projects,
        NewStarts = sum.NewStarts,
        Preliminary = sum.Preliminary,
        CompletesInYear = sum.CompletesInYear,
        EnterprisesOutsideDirectory = sum.EnterprisesOutsideDirectory,
        TotalInvestmentYuan = sum.TotalInvestmentYuan,
        PlannedInvestmentYuan = sum.PlannedInvestmentYuan,
        OpeningInvestmentYuan = sum.OpeningInvestmentYuan,
    };

    internal sealed class Sum
    {
        public int Level { get; init; }

        public string Key { get; init; } = "";

        public int Projects { get; init; }

        public int NewStarts { get; init; }

        public int Preliminary { get; init; }

        public int CompletesInYear { get; init; }

        public int EnterprisesOutsideDirectory { get; init; }

        public long TotalInvestmentYuan { get; init; }

        public long PlannedInvestmentYuan { get; init; }

        public long OpeningInvestmentYuan { get; init; }
    }
}
