using Google.Protobuf.WellKnownTypes;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Visits;

/// <summary>Maps visits to the contract and back.</summary>
internal static class VisitMapping
{
    /// <summary>Names of the fields that a caller may change.</summary>
    public static readonly string[] Updatable = ["visit_date", "visitors", "summary", "findings", "attachments", "next_visit_date"];

    public static V1.Visit ToProto(Visit visit) => new()
    {
        Name = visit.ResourceName,
        Project = visit.Project,
        ProjectTitle = visit.ProjectTitle,
        Unit = visit.Unit,
        VisitDate = CalendarText.Day(visit.VisitDate),
        Visitors = visit.Visitors,
        Summary = visit.Summary,
        Findings = { visit.Findings.Select(ToProto) },
        Attachments = { visit.Attachments },
        NextVisitDate = CalendarText.Day(visit.NextVisitDate),
        Recorder = visit.Recorder,
        CreateTime = Timestamp.FromDateTime(visit.CreateTime),
        UpdateTime = Timestamp.FromDateTime(visit.UpdateTime),
        Etag = visit.Etag,
    };

    /// <summary>Reads what people say of a visit.</summary>
    /// <exception cref="DomainException">Invalid: a day that there is not.</exception>
    public static VisitReport ToReport(V1.Visit visit)
    {
        var validation = new Validation();
        var (date, next) = (CalendarText.ReadDay(visit.VisitDate, "visit.visit_date", validation), CalendarText.ReadDay(visit.NextVisitDate, "visit.next_visit_date", validation));
        validation.ThrowIfAny();
        return new VisitReport(date, visit.Visitors.Trim(), visit.Summary.Trim(), [.. visit.Findings.Select(ToFinding)], next);
    }

    private static VisitFinding ToFinding(V1.Visit.Types.Finding finding) =>
        new(finding.Text.Trim(), finding.OpensProblem, (ProblemCategory)finding.Category, (ProblemLevel)finding.AskedLevel, finding.Problem);

    private static V1.Visit.Types.Finding ToProto(VisitFinding finding) => new()
    {
        Text = finding.Text,
        OpensProblem = finding.OpensProblem,
        Category = (V1.ReturnLine.Types.ProblemCategory)finding.Category,
        AskedLevel = (V1.ReturnLine.Types.ProblemLevel)finding.AskedLevel,
        Problem = finding.Problem,
    };
}
