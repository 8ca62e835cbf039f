using System.Globalization;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>What is entered in a column of the grid.</summary>
internal enum GridKind
{
    /// <summary>万元.</summary>
    Money,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A day, YYYY-MM-DD.</summary>
    Day,

    /// <summary>Yes or no.</summary>
    Check,

    /// <summary>One of a list.</summary>
    Choice,
}

/// <summary>A column of the grid of a return.</summary>
/// <param name="Field">Name of the field in the contract.</param>
/// <param name="Title">Head of the column.</param>
/// <param name="Kind">What is entered.</param>
/// <param name="Get">Reads a cell as it is shown.</param>
/// <param name="Set">Writes a cell as it was typed; gives what is wrong with it, or null.</param>
internal sealed record GridColumn(string Field, LocalText Title, GridKind Kind, Func<ReturnLine, string> Get, Func<ReturnLine, string, LocalText?> Set)
{
    private static readonly LocalText NoDay = new("应为日期，如 2017-06-20。", "A day such as 2017-06-20.");

    /// <summary>What a cell of choices offers: the number that is stored and what it is called.</summary>
    public IReadOnlyList<(int Value, LocalText Title)> Choices { get; private init; } = [];

    /// <summary>The columns that a unit fills, in order.</summary>
    public static IReadOnlyList<GridColumn> All { get; } =
    [
        Money("quarter_yuan", new("本季度完成", "Quarter"), line => line.HasQuarterYuan ? line.QuarterYuan : null, (line, yuan) => Put(yuan, value => line.QuarterYuan = value, line.ClearQuarterYuan)),
        Money("year_to_date_yuan", new("本年累计", "Year to date"), line => line.HasYearToDateYuan ? line.YearToDateYuan : null, (line, yuan) => Put(yuan, value => line.YearToDateYuan = value, line.ClearYearToDateYuan)),
        Money("cumulative_yuan", new("自开工累计", "Cumulative"), line => line.HasCumulativeYuan ? line.CumulativeYuan : null, (line, yuan) => Put(yuan, value => line.CumulativeYuan = value, line.ClearCumulativeYuan)),
        Text("physical_progress", new("形象进度", "Physical progress"), line => line.PhysicalProgress, (line, text) => line.PhysicalProgress = text),
        Day("actual_start_date", new("实际开工", "Started"), line => line.ActualStartDate, (line, day) => line.ActualStartDate = day),
        Day("expected_completion_date", new("预计竣工", "To be completed"), line => line.ExpectedCompletionDate, (line, day) => line.ExpectedCompletionDate = day),
        Day("actual_completion_date", new("实际竣工", "Completed"), line => line.ActualCompletionDate, (line, day) => line.ActualCompletionDate = day),
        Day("actual_production_date", new("实际投产", "In production"), line => line.ActualProductionDate, (line, day) => line.ActualProductionDate = day),
        new("at_capacity", new("达产", "At capacity"), GridKind.Check, line => line.AtCapacity ? "true" : "false", (line, text) => { line.AtCapacity = text == "true"; return null; }),
        Choice("problem_category", new("问题分类", "Problem"), Enum.GetValues<ReturnLine.Types.ProblemCategory>().Select(value => ((int)value, ProblemTexts.Category(value))), line => (int)line.ProblemCategory, (line, value) => line.ProblemCategory = (ReturnLine.Types.ProblemCategory)value),
        Text("problem", new("存在问题", "What the problem is"), line => line.Problem, (line, text) => line.Problem = text),
        Choice("problem_level", new("需协调层级", "Level asked"), Enum.GetValues<ReturnLine.Types.ProblemLevel>().Select(value => ((int)value, ProblemTexts.Level(value))), line => (int)line.ProblemLevel, (line, value) => line.ProblemLevel = (ReturnLine.Types.ProblemLevel)value),
        Text("explanation", new("情况说明", "Explanation"), line => line.Explanation, (line, text) => line.Explanation = text),
        Text("correction_reason", new("更正原因", "Reason of a correction"), line => line.CorrectionReason, (line, text) => line.CorrectionReason = text),
    ];

    /// <summary>Gives the column of a field.</summary>
    public static GridColumn? Of(string field) => All.FirstOrDefault(column => column.Field == field);

    private static GridColumn Money(string field, LocalText title, Func<ReturnLine, long?> get, Action<ReturnLine, long?> set) => new(
        field,
        new($"{title.Zh}（万元）", $"{title.En} (10k yuan)"),
        GridKind.Money,
        line => Figures.ForInput(get(line)),
        (line, text) =>
        {
            if (!Figures.TryReadWan(text, out var yuan))
                return Figures.NoAmount;
            set(line, yuan);
            return null;
        });

    private static GridColumn Text(string field, LocalText title, Func<ReturnLine, string> get, Action<ReturnLine, string> set) => new(field, title, GridKind.Text, get, (line, text) => { set(line, text.Trim()); return null; });

    private static GridColumn Day(string field, LocalText title, Func<ReturnLine, string> get, Action<ReturnLine, string> set) => new(
        field,
        title,
        GridKind.Day,
        get,
        (line, text) =>
        {
            // As Excel and people write days.
            var plain = text.Trim().Replace('/', '-').Replace('.', '-');
            if (plain.Length == 0)
            {
                set(line, "");
                return null;
            }

            if (!DateOnly.TryParseExact(plain, ["yyyy-MM-dd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return NoDay;
            set(line, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            return null;
        });

    private static GridColumn Choice(string field, LocalText title, IEnumerable<(int Value, LocalText Title)> choices, Func<ReturnLine, int> get, Action<ReturnLine, int> set)
    {
        IReadOnlyList<(int Value, LocalText Title)> offered = [.. choices];
        return new GridColumn(
            field,
            title,
            GridKind.Choice,
            line => get(line).ToString(CultureInfo.InvariantCulture),
            (line, text) =>
            {
                // Pasted cells carry what it is called.
                var found = offered.Where(choice => choice.Value.ToString(CultureInfo.InvariantCulture) == text || choice.Title.Zh == text || choice.Title.En == text).ToList();
                if (found.Count == 0)
                    return new($"应为{string.Join("、", offered.Skip(1).Select(choice => choice.Title.Zh))}之一。", $"One of {string.Join(", ", offered.Skip(1).Select(choice => choice.Title.En))}.");
                set(line, found[0].Value);
                return null;
            })
        { Choices = offered };
    }

    private static void Put(long? yuan, Action<long> set, Action clear)
    {
        if (yuan is { } known)
            set(known);
        else
            clear();
    }
}
