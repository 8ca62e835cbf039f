using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Visits;

/// <summary>Something that was found on a visit.</summary>
/// <param name="Text">What was found.</param>
/// <param name="OpensProblem">Whether it opens a problem, or opened one.</param>
/// <param name="Category">Kind of the problem.</param>
/// <param name="AskedLevel">Level at which it is asked to be solved.</param>
/// <param name="Problem">Name of the problem that it opened; empty when it opened none.</param>
internal sealed record VisitFinding(string Text, bool OpensProblem, ProblemCategory Category, ProblemLevel AskedLevel, string Problem);

/// <summary>What people say of a visit.</summary>
internal sealed record VisitReport(DateOnly? Date, string Visitors, string Summary, IReadOnlyList<VisitFinding> Findings, DateOnly? NextDate);

/// <summary>A visit to a project (督促检查 / 现场调研).</summary>
internal sealed class Visit : Aggregate
{
    private const int MostFindings = 50;
    private const int LongestVisitors = 200;
    private const int LongestText = 2000;

    private Visit(string id) => Id = id;

    public string Id { get; }

    public string Project { get; private set; } = "";

    public string ProjectTitle { get; private set; } = "";

    /// <summary>Unit of the project when the visit was recorded.</summary>
    public string Unit { get; private set; } = "";

    public DateOnly VisitDate { get; private set; }

    public string Visitors { get; private set; } = "";

    public string Summary { get; private set; } = "";

    public IReadOnlyList<VisitFinding> Findings { get; private set; } = [];

    public IReadOnlyList<string> Attachments { get; private set; } = [];

    public DateOnly? NextVisitDate { get; private set; }

    public string Recorder { get; private set; } = "";

    public override string ResourceName => NameOf(Id);

    public static string NameOf(string id) => $"visits/{id}";

    /// <summary>Records a visit; its findings open no problems yet.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong.</exception>
    public static Visit Record(string id, ProblemProject project, VisitReport report, Moment moment)
    {
        var visit = new Visit(id) { Project = project.Id, ProjectTitle = project.Title, Unit = project.Unit, Recorder = moment.Actor };
        visit.Validate(report, moment.Today);
        visit.Take(report);
        visit.Changed("RECORDED");
        return visit;
    }

    /// <summary>Corrects or completes it; says whether anything differs.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong; FINDING_HAS_PROBLEM.</exception>
    public bool Correct(VisitReport report, DateOnly today)
    {
        Validate(report, today);
        if (report.Date == VisitDate && report.Visitors == Visitors && report.Summary == Summary && report.NextDate == NextVisitDate && report.Findings.SequenceEqual(Findings))
            return false;
        Take(report);
        Changed("CORRECTED");
        return true;
    }

    /// <summary>Notes the files that hang on it; says whether anything differs.</summary>
    public bool Attach(IReadOnlyList<string> attachments)
    {
        if (Attachments.SequenceEqual(attachments, StringComparer.Ordinal))
            return false;
        Attachments = attachments;
        Changed("ATTACHED");
        return true;
    }

    /// <summary>Notes which problems its findings opened, one after another for those that open one and have none.</summary>
    public void Open(Func<VisitFinding, string> open) => Findings = [.. Findings.Select(finding => finding is { OpensProblem: true, Problem.Length: 0 } ? finding with { Problem = open(finding) } : finding)];

    private void Take(VisitReport report) => (VisitDate, Visitors, Summary, Findings, NextVisitDate) = (report.Date!.Value, report.Visitors, report.Summary, report.Findings, report.NextDate);

    private void Validate(VisitReport report, DateOnly today)
    {
        var validation = new Validation();
        validation.Check(report.Date is not null, "visit.visit_date", "REQUIRED", new LocalText("必填。", "It is required."));
        validation.Check(!(report.Date > today), "visit.visit_date", "IN_FUTURE", new LocalText("检查日期不得晚于今天。", "The day of a visit is not in the future."));
        validation.Check(!(report.NextDate <= report.Date), "visit.next_visit_date", "NOT_AFTER_VISIT", new LocalText("下次检查日期须晚于本次。", "The next visit comes after this one."));
        validation.Check(report.Visitors.Length is > 0 and <= LongestVisitors, "visit.visitors", "LENGTH", new LocalText($"须填检查人员，不超过 {LongestVisitors} 字。", $"1 to {LongestVisitors} characters are needed."));
        validation.Check(report.Summary.Length <= LongestText, "visit.summary", "TOO_LONG", new LocalText($"不超过 {LongestText} 字。", $"At most {LongestText} characters."));
        validation.Check(report.Findings.Count <= MostFindings, "visit.findings", "TOO_MANY", new LocalText($"发现的问题不超过 {MostFindings} 条。", $"At most {MostFindings} findings."));
        for (var index = 0; index < report.Findings.Count; index++)
            Validate(report.Findings[index], $"visit.findings[{index}]", validation);
        foreach (var finding in Findings.Where(finding => finding.Problem.Length > 0 && !report.Findings.Contains(finding)))
        {
            validation.Check(false, "visit.findings", "FINDING_HAS_PROBLEM", new LocalText(
                $"已转入问题台账（{finding.Problem}）的内容不能修改或删除。", $"The finding that opened {finding.Problem} stays as it is."));
        }

        validation.ThrowIfAny();
    }

    private void Validate(VisitFinding finding, string field, Validation validation)
    {
        validation.Check(finding.Text.Length is > 0 and <= LongestText, $"{field}.text", "LENGTH", new LocalText($"须填内容，不超过 {LongestText} 字。", $"1 to {LongestText} characters are needed."));
        validation.Check(System.Enum.IsDefined(finding.Category), $"{field}.category", "UNKNOWN_VALUE", new LocalText("没有这种问题类别。", "There is no such category."));
        validation.Check(System.Enum.IsDefined(finding.AskedLevel), $"{field}.asked_level", "UNKNOWN_VALUE", new LocalText("没有这种协调层级。", "There is no such level."));
        validation.Check(!finding.OpensProblem || finding.Category != ProblemCategory.None, $"{field}.category", "REQUIRED", new LocalText("转入问题台账须指定问题类别。", "A problem needs a category."));
        validation.Check(finding.Problem.Length == 0 || Findings.Contains(finding), $"{field}.problem", "UNKNOWN_PROBLEM", new LocalText("该问题不是由本次检查提出的，或内容有改动。", "No finding of this visit opened it, or the finding is changed."));
    }
}
