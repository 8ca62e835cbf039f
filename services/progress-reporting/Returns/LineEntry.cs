using Renovation.ProgressReporting.Checks;

namespace Renovation.ProgressReporting.Returns;

/// <summary>What kind of problem a project has (问题类别).</summary>
internal enum ProblemCategory
{
    None = 0,
    Land = 1,
    Environment = 2,
    Funds = 3,
    Transport = 4,
    Utilities = 5,
    Approvals = 6,
    Labour = 7,
    Market = 8,
    Other = 9,
}

/// <summary>At which level a problem is to be solved (需协调层级).</summary>
internal enum ProblemLevel
{
    None = 0,
    District = 1,
    Bureau = 2,
    Departments = 3,
    Government = 4,
}

/// <summary>What a unit fills in on one project. Amounts in yuan; null when not filled.</summary>
internal sealed record LineEntry
{
    public static readonly LineEntry Empty = new();

    private static readonly (string Field, Func<LineEntry, object?> Value)[] Cells =
    [
        ("quarter_yuan", entry => entry.Quarter),
        ("year_to_date_yuan", entry => entry.YearToDate),
        ("cumulative_yuan", entry => entry.Cumulative),
        ("physical_progress", entry => entry.PhysicalProgress),
        ("physical_progress_bp", entry => entry.PhysicalProgressBp),
        ("actual_start_date", entry => entry.Start),
        ("actual_completion_date", entry => entry.Completion),
        ("expected_completion_date", entry => entry.ExpectedCompletion),
        ("actual_production_date", entry => entry.Production),
        ("at_capacity", entry => entry.AtCapacity),
        ("problem_category", entry => entry.ProblemCategory),
        ("problem", entry => entry.Problem),
        ("problem_level", entry => entry.ProblemLevel),
        (ExplanationField, entry => entry.Explanation),
        (CorrectionField, entry => entry.CorrectionReason),
    ];

    public const string ExplanationField = "explanation";
    public const string CorrectionField = "correction_reason";

    /// <summary>Names of the cells in the contract.</summary>
    public static readonly IReadOnlyList<string> Fields = [.. Cells.Select(cell => cell.Field)];

    public long? Quarter { get; init; }

    public long? YearToDate { get; init; }

    public long? Cumulative { get; init; }

    public string PhysicalProgress { get; init; } = "";

    /// <summary>Physical progress in basis points, 0–10000.</summary>
    public int? PhysicalProgressBp { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Completion { get; init; }

    public DateOnly? ExpectedCompletion { get; init; }

    public DateOnly? Production { get; init; }

    public bool AtCapacity { get; init; }

    public ProblemCategory ProblemCategory { get; init; }

    public string Problem { get; init; } = "";

    public ProblemLevel ProblemLevel { get; init; }

    public string Explanation { get; init; } = "";

    public string CorrectionReason { get; init; } = "";

    /// <summary>Names the cells that differ.</summary>
    public IReadOnlyList<string> DifferencesTo(LineEntry other) =>
        [.. Cells.Where(cell => !Equals(cell.Value(this), cell.Value(other))).Select(cell => cell.Field)];

    /// <summary>Gives what the checks look at.</summary>
    public LineFacts ToFacts() => new()
    {
        Quarter = Quarter,
        YearToDate = YearToDate,
        Cumulative = Cumulative,
        PhysicalProgressBp = PhysicalProgressBp,
        Start = Start,
        Completion = Completion,
        ExpectedCompletion = ExpectedCompletion,
        Production = Production,
        AtCapacity = AtCapacity,
        HasProblem = Problem.Length > 0,
        HasProblemCategory = ProblemCategory != ProblemCategory.None,
        HasExplanation = Explanation.Length > 0,
        HasCorrectionReason = CorrectionReason.Length > 0,
    };
}
