using Google.Protobuf.WellKnownTypes;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Maps problems to the contract and back.</summary>
internal static class ProblemMapping
{
    private const int LongestText = 2000;

    /// <summary>Names of the fields that a caller may change.</summary>
    public static readonly string[] Updatable = ["category", "text"];

    /// <summary>Writes a problem for the journal, where whether it is overdue is not known.</summary>
    public static V1.Problem ToProto(Problem problem) => new()
    {
        Name = problem.ResourceName,
        Project = problem.Project,
        ProjectTitle = problem.ProjectTitle,
        Unit = problem.Unit,
        Enterprise = problem.Enterprise,
        IndustryCode = problem.IndustryCode,
        Category = (V1.ReturnLine.Types.ProblemCategory)problem.Category,
        Text = problem.Text,
        AskedLevel = (V1.ReturnLine.Types.ProblemLevel)problem.AskedLevel,
        Level = (V1.ReturnLine.Types.ProblemLevel)problem.Level,
        Owner = problem.Owner,
        State = (V1.Problem.Types.State)problem.State,
        RaiseDate = CalendarText.Day(problem.RaiseDate),
        DueDate = CalendarText.Day(problem.DueDate),
        ResolveDate = CalendarText.Day(problem.ResolveDate),
        Result = problem.Result,
        GovernmentDate = CalendarText.Day(problem.GovernmentDate),
        ReturnLine = problem.ReturnLine,
        Visit = problem.Visit,
        Actions = { problem.Actions.Select(ToProto) },
        CreateTime = Timestamp.FromDateTime(problem.CreateTime),
        UpdateTime = Timestamp.FromDateTime(problem.UpdateTime),
        Etag = problem.Etag,
    };

    /// <summary>Writes a problem as it is on a day.</summary>
    public static V1.Problem ToProto(Problem problem, DateOnly today)
    {
        var proto = ToProto(problem);
        proto.Overdue = problem.IsOverdue(today);
        return proto;
    }

    /// <summary>Reads what a problem is.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong.</exception>
    public static (ProblemCategory Category, string Text, ProblemLevel Asked) Read(V1.Problem problem)
    {
        var (category, text, asked) = ((ProblemCategory)problem.Category, problem.Text.Trim(), (ProblemLevel)problem.AskedLevel);
        var validation = new Validation();
        validation.Check(category != ProblemCategory.None, "problem.category", "REQUIRED", new LocalText("须指定问题类别。", "The category is required."));
        validation.Check(System.Enum.IsDefined(category), "problem.category", "UNKNOWN_VALUE", new LocalText("没有这种问题类别。", "There is no such category."));
        validation.Check(System.Enum.IsDefined(asked), "problem.asked_level", "UNKNOWN_VALUE", new LocalText("没有这种协调层级。", "There is no such level."));
        Check(validation, text, "problem.text");
        validation.ThrowIfAny();
        return (category, text, asked);
    }

    /// <summary>Reads a text that must be there.</summary>
    /// <exception cref="DomainException">Invalid.</exception>
    public static string Text(string text, string field, bool required = true)
    {
        var trimmed = text.Trim();
        var validation = new Validation();
        Check(validation, trimmed, field, required);
        validation.ThrowIfAny();
        return trimmed;
    }

    private static void Check(Validation validation, string text, string field, bool required = true)
    {
        validation.Check(!required || text.Length > 0, field, "REQUIRED", new LocalText("必填。", "It is required."));
        validation.Check(text.Length <= LongestText, field, "TOO_LONG", new LocalText($"不超过 {LongestText} 字。", $"At most {LongestText} characters."));
    }

    private static V1.Problem.Types.Action ToProto(ProblemAction action) => new()
    {
        Time = CalendarText.Instant(action.Time),
        Actor = action.Actor,
        Kind = (V1.Problem.Types.Action.Types.Kind)action.Step,
        Text = action.Text,
        Level = (V1.ReturnLine.Types.ProblemLevel)action.Level,
        Owner = action.Owner,
    };
}
