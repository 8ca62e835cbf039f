using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Sums problems up in the database.</summary>
internal static class ProblemSummaries
{
    private const int MonthsOfQuarter = 3;

    /// <summary>Sums up by category, unit and industry, with the trend.</summary>
    public static async Task<V1.SummarizeProblemsResponse> SummarizeAsync(IQueryable<Problem> problems, DateOnly today, CancellationToken cancellationToken)
    {
        var answer = new V1.SummarizeProblemsResponse { Total = ToProto((await Sums(problems, problem => 0, today).ToListAsync(cancellationToken)).SingleOrDefault() ?? new Sum<int>()) };
        foreach (var sum in await Sums(problems, problem => problem.Category, today).ToListAsync(cancellationToken))
            answer.ByCategory[sum.Key.ToString().ToUpperInvariant()] = ToProto(sum);
        foreach (var sum in await Sums(problems, problem => problem.Unit, today).ToListAsync(cancellationToken))
            answer.ByUnit[sum.Key!] = ToProto(sum);
        foreach (var sum in await Sums(problems, problem => problem.IndustryCode, today).ToListAsync(cancellationToken))
            answer.ByIndustry[sum.Key!] = ToProto(sum);
        answer.Trend.Add(await TrendAsync(problems, cancellationToken));
        return answer;
    }

    private static IQueryable<Sum<TKey>> Sums<TKey>(IQueryable<Problem> problems, Expression<Func<Problem, TKey>> key, DateOnly today) =>
        problems.GroupBy(key).Select(group => new Sum<TKey>
        {
            Key = group.Key,
            Problems = group.Count(),
            Open = group.Count(problem => problem.State == ProblemState.Open),
            Overdue = group.Count(problem => problem.State == ProblemState.Open && problem.DueDate < today),
            Resolved = group.Count(problem => problem.State == ProblemState.Resolved),
            Closed = group.Count(problem => problem.State == ProblemState.Closed),
            WithGovernment = group.Count(problem => problem.State == ProblemState.Open && problem.Level == ProblemLevel.Government),
            Projects = group.Select(problem => problem.Project).Distinct().Count(),
            Units = group.Select(problem => problem.Unit).Distinct().Count(),
        });

    private static async Task<IEnumerable<V1.SummarizeProblemsResponse.Types.Trend>> TrendAsync(IQueryable<Problem> problems, CancellationToken cancellationToken)
    {
        var raised = await ByMonth(problems.Select(problem => problem.RaiseDate)).ToListAsync(cancellationToken);
        var resolved = await ByMonth(problems.Where(problem => problem.ResolveDate != null).Select(problem => problem.ResolveDate!.Value)).ToListAsync(cancellationToken);
        return raised.Select(month => (month, Raised: month.Count, Resolved: 0)).Concat(resolved.Select(month => (month, Raised: 0, Resolved: month.Count)))
            .GroupBy(row => new Quarter(row.month.Year, ((row.month.Number - 1) / MonthsOfQuarter) + 1).ToString(), StringComparer.Ordinal)
            .OrderBy(quarter => quarter.Key, StringComparer.Ordinal)
            .Select(quarter => new V1.SummarizeProblemsResponse.Types.Trend { Quarter = quarter.Key, Raised = quarter.Sum(row => row.Raised), Resolved = quarter.Sum(row => row.Resolved) });
    }

    private static IQueryable<Month> ByMonth(IQueryable<DateOnly> days) =>
        days.GroupBy(day => new { day.Year, day.Month }).Select(month => new Month { Year = month.Key.Year, Number = month.Key.Month, Count = month.Count() });

    private static V1.SummarizeProblemsResponse.Types.Group ToProto<TKey>(Sum<TKey> sum) => new()
    {
        Problems = sum.Problems,
        Open = sum.Open,
        Overdue = sum.Overdue,
        Resolved = sum.Resolved,
        Closed = sum.Closed,
        WithGovernment = sum.WithGovernment,
        Projects = sum.Projects,
        Units = sum.Units,
    };

    private sealed class Month
    {
        public int Year { get; init; }

        public int Number { get; init; }

        public int Count { get; init; }
    }

    private sealed class Sum<TKey>
    {
        public TKey? Key { get; init; }

        public int Problems { get; init; }

        public int Open { get; init; }

        public int Overdue { get; init; }

        public int Resolved { get; init; }

        public int Closed { get; init; }

        public int WithGovernment { get; init; }

        public int Projects { get; init; }

        public int Units { get; init; }
    }
}
