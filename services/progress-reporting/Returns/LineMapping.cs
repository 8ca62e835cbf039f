using Google.Protobuf.WellKnownTypes;
using Renovation.ProgressReporting.Checks;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Maps lines and findings to the contract and back.</summary>
internal static class LineMapping
{
    public const int LongestText = 2000;
    public const int LongestNote = 500;
    private const int WholeBp = 10_000;

    public static V1.ReturnLine ToProto(Return filed, ReturnLine line)
    {
        var (facts, entry) = (line.Facts, line.Entry);
        var proto = new V1.ReturnLine
        {
            Name = $"{filed.ResourceName}/lines/{line.Project}",
            Project = line.Project,
            Position = facts.Position,
            ProjectTitle = facts.ProjectTitle,
            EnterpriseTitle = facts.EnterpriseTitle,
            TotalInvestmentYuan = facts.TotalYuan,
            PlannedInvestmentYuan = facts.PlannedYuan,
            OpeningInvestmentYuan = facts.OpeningYuan,
            LastYearToDateYuan = line.Known.YearToDateYuan ?? 0,
            PhysicalProgress = entry.PhysicalProgress,
            ActualStartDate = CalendarText.Day(entry.Start),
            ActualCompletionDate = CalendarText.Day(entry.Completion),
            ExpectedCompletionDate = CalendarText.Day(entry.ExpectedCompletion),
            ActualProductionDate = CalendarText.Day(entry.Production),
            AtCapacity = entry.AtCapacity,
            ProblemCategory = (V1.ReturnLine.Types.ProblemCategory)entry.ProblemCategory,
            Problem = entry.Problem,
            ProblemLevel = (V1.ReturnLine.Types.ProblemLevel)entry.ProblemLevel,
            Explanation = entry.Explanation,
            CorrectionReason = entry.CorrectionReason,
            UpdateTime = Timestamp.FromDateTime(line.UpdateTime),
            Etag = line.Etag,
            NewStart = facts.NewStart,
            Preliminary = facts.Preliminary,
            CompletesInYear = facts.CompletesInYear,
        };
        if (entry.Quarter is { } quarter)
            proto.QuarterYuan = quarter;
        if (entry.YearToDate is { } yearToDate)
            proto.YearToDateYuan = yearToDate;
        if (entry.Cumulative is { } cumulative)
            proto.CumulativeYuan = cumulative;
        if (entry.PhysicalProgressBp is { } progress)
            proto.PhysicalProgressBp = progress;
        return proto;
    }

    /// <summary>Changes a line as it is asked for; says whether anything differs.</summary>
    /// <exception cref="DomainException">StaleEtag; NOT_WITH_UNIT, CELL_LOCKED; Invalid, with everything that is wrong.</exception>
    public static bool Fill(Return filed, ReturnLine line, V1.UpdateReturnLineRequest request, bool onBehalf, DateTime now)
    {
        line.RequireEtag(request.Line.Etag, request.Line.Name);
        return filed.FillLine(line.Project, Merge(filed, line, request.Line, request.UpdateMask), onBehalf, now);
    }

    /// <summary>Gives what a line is to hold after an update.</summary>
    /// <exception cref="DomainException">INVALID_UPDATE_MASK; Invalid, with everything that is wrong.</exception>
    public static LineEntry Merge(Return filed, ReturnLine line, V1.ReturnLine wanted, FieldMask? mask) => ToEntry(FieldMasks.Apply(mask, wanted, ToProto(filed, line), LineEntry.Fields));

    /// <summary>Reads what a unit states on a line.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong.</exception>
    public static LineEntry ToEntry(V1.ReturnLine line)
    {
        var validation = new Validation();
        var entry = new LineEntry
        {
            Quarter = Amounts.Read(line.HasQuarterYuan ? line.QuarterYuan : null, "line.quarter_yuan", validation),
            YearToDate = Amounts.Read(line.HasYearToDateYuan ? line.YearToDateYuan : null, "line.year_to_date_yuan", validation),
            Cumulative = Amounts.Read(line.HasCumulativeYuan ? line.CumulativeYuan : null, "line.cumulative_yuan", validation),
            PhysicalProgress = line.PhysicalProgress.Trim(),
            PhysicalProgressBp = line.HasPhysicalProgressBp ? line.PhysicalProgressBp : null,
            Start = CalendarText.ReadDay(line.ActualStartDate, "line.actual_start_date", validation),
            Completion = CalendarText.ReadDay(line.ActualCompletionDate, "line.actual_completion_date", validation),
            ExpectedCompletion = CalendarText.ReadDay(line.ExpectedCompletionDate, "line.expected_completion_date", validation),
            Production = CalendarText.ReadDay(line.ActualProductionDate, "line.actual_production_date", validation),
            AtCapacity = line.AtCapacity,
            ProblemCategory = (ProblemCategory)line.ProblemCategory,
            Problem = line.Problem.Trim(),
            ProblemLevel = (ProblemLevel)line.ProblemLevel,
            Explanation = line.Explanation.Trim(),
            CorrectionReason = line.CorrectionReason.Trim(),
        };
        Validate(entry, validation);
        validation.ThrowIfAny();
        return entry;
    }

    public static V1.Finding ToProto(ReturnFinding found, Language language) => new()
    {
        Code = found.Finding.Code,
        Severity = ToProto(found.Finding.Severity),
        Project = found.Line.Project,
        Field = found.Finding.Field,
        Message = found.Finding.Text.In(language),
        Explained = found.Explained,
        RuleVersion = found.Finding.Rule.Version,
        Facts = { found.Finding.Hit.Facts.Select(fact => new V1.Finding.Types.Fact { Name = fact.Name, Value = TextOf(fact.Value) }) },
    };

    private static string TextOf(object? value) => value is DateOnly day ? CalendarText.Day(day) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    public static V1.Finding.Types.Severity ToProto(Severity severity) => severity == Severity.Error ? V1.Finding.Types.Severity.Error : V1.Finding.Types.Severity.Warning;

    internal static void AtMost(string text, int longest, string field, Validation validation) =>
        validation.Check(text.Length <= longest, field, "LENGTH", new LocalText($"不超过 {longest} 字。", $"It has at most {longest} characters."));

    private static void Validate(LineEntry entry, Validation validation)
    {
        AtMost(entry.PhysicalProgress, LongestNote, "line.physical_progress", validation);
        AtMost(entry.Problem, LongestText, "line.problem", validation);
        AtMost(entry.Explanation, LongestText, "line.explanation", validation);
        AtMost(entry.CorrectionReason, LongestNote, "line.correction_reason", validation);
        validation.Check(entry.PhysicalProgressBp is null or (>= 0 and <= WholeBp), "line.physical_progress_bp", "OUT_OF_RANGE", new LocalText("形象进度须在 0–100% 之间。", "The physical progress is 0–10000 basis points."));
        validation.Check(System.Enum.IsDefined(entry.ProblemCategory), "line.problem_category", "UNKNOWN_VALUE", new LocalText("没有这种问题类别。", "There is no such category."));
        validation.Check(System.Enum.IsDefined(entry.ProblemLevel), "line.problem_level", "UNKNOWN_VALUE", new LocalText("没有这种协调层级。", "There is no such level."));
    }
}
