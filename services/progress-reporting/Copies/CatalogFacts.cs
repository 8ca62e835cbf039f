using Google.Protobuf.Reflection;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Contract;

namespace Renovation.ProgressReporting.Copies;

/// <summary>Reads what the catalog says in its events.</summary>
internal static class CatalogFacts
{
    private const string StagePrefix = "STAGE_";
    private const string ProcedurePrefix = "KIND_";
    private static readonly EnumDescriptor Procedures = Procedure.Descriptor.EnumTypes.Single(type => type.Name == nameof(Procedure.Types.Kind));
    private static readonly EnumDescriptor Stages = Project.Descriptor.EnumTypes.Single(type => type.Name == nameof(Project.Types.Stage));

    public static UnitCopy UnitOf(Unit unit, long version) => new()
    {
        Code = unit.Code,
        Parent = IdOf(unit.Parent) is { Length: > 0 } parent ? parent : null,
        Title = unit.Title,
        Aliases = [.. unit.Aliases],
        Reporting = unit.Reporting,
        Version = version,
    };

    public static ProjectCopy ProjectOf(Project project, long version) => new()
    {
        Id = IdOf(project.Name),
        Title = project.Title,
        Enterprise = project.Enterprise,
        EnterpriseTitle = project.EnterpriseTitle,
        Unit = project.Unit,
        IndustryCode = project.IndustryCode,
        Stage = StageOf(project.Stage),
        StartDate = CalendarText.TryDay(project.ActualStartDate),
        CompletionDate = CalendarText.TryDay(project.ActualCompletionDate),
        ProductionDate = CalendarText.TryDay(project.ActualProductionDate),
        MissingProcedures = [.. project.MissingProcedures.Select(ProcedureOf)],
        Version = version,
    };

    public static PlanCopy PlanOf(Plan plan, long version) => new()
    {
        Year = plan.Year,
        Revision = plan.Revision,
        DocumentNumber = plan.DocumentNumber,
        IssueDate = CalendarText.TryDay(plan.IssueDate),
        GrowthTargetBp = plan.GrowthTargetBp,
        Version = version,
    };

    public static PlanEntryCopy EntryOf(int year, PlanEntry entry) => new()
    {
        Year = year,
        Project = entry.Project,
        Position = entry.Position,
        Unit = entry.Unit,
        Title = entry.ProjectTitle,
        Enterprise = entry.Enterprise,
        EnterpriseTitle = entry.EnterpriseTitle,
        NewStart = entry.Nature == PlanEntry.Types.Nature.NewStart,
        Preliminary = entry.Preliminary,
        CompletesInYear = entry.CompletesInYear,
        TotalYuan = entry.TotalInvestmentYuan,
        PlannedYuan = entry.PlannedInvestmentYuan,
        OpeningYuan = entry.OpeningInvestmentYuan,
    };

    private static string ProcedureOf(Procedure.Types.Kind kind) => Procedures.FindValueByNumber((int)kind) is { } value ? value.Name[ProcedurePrefix.Length..] : kind.ToString();

    private static string? StageOf(Project.Types.Stage stage) =>
        stage != Project.Types.Stage.Unspecified && Stages.FindValueByNumber((int)stage) is { } value ? value.Name[StagePrefix.Length..] : null;

    private static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];
}
