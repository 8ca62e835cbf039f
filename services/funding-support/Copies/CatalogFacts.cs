using System.Globalization;
using Google.Protobuf.Reflection;
using Renovation.Protos.Catalog.V1;

namespace Renovation.FundingSupport.Copies;

/// <summary>Reads what the catalog says, in its events and its answers.</summary>
internal static class CatalogFacts
{
    private const string StagePrefix = "STAGE_";
    private static readonly EnumDescriptor Stages = Project.Descriptor.EnumTypes.Single(type => type.Name == nameof(Project.Types.Stage));

    public static UnitCopy UnitOf(Unit unit, long version) => new()
    {
        Code = unit.Code,
        Parent = IdOf(unit.Parent) is { Length: > 0 } parent ? parent : null,
        Title = unit.Title,
        Version = version,
    };

    public static EnterpriseCopy EnterpriseOf(Enterprise enterprise, long version) => new()
    {
        Uscc = enterprise.Uscc,
        Title = enterprise.Title,
        Listed = enterprise.DirectoryState switch
        {
            Enterprise.Types.DirectoryState.Listed => true,
            Enterprise.Types.DirectoryState.NotListed => false,
            _ => null,
        },
        RevenueYuan = enterprise.RevenueYuan,
        UpdateTime = enterprise.UpdateTime?.ToDateTime(),
        Version = version,
    };

    public static ProjectCopy ProjectOf(Project project, long version) => new()
    {
        Id = IdOf(project.Name),
        Title = project.Title,
        Enterprise = project.Enterprise,
        Unit = project.Unit,
        Stage = StageOf(project.Stage),
        CompletionDate = DateOnly.TryParseExact(project.ActualCompletionDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        TotalInvestmentYuan = project.TotalInvestmentYuan,
        EquipmentInvestmentYuan = project.EquipmentInvestmentYuan,
        Industry = project.IndustryCode,
        Procedures = ProceduresOf(project),
        UpdateTime = project.UpdateTime?.ToDateTime(),
        Version = version,
    };

    public static PlanEntryCopy EntryOf(int year, PlanEntry entry) => new()
    {
        Year = year,
        Project = entry.Project,
        Title = entry.ProjectTitle,
        Enterprise = entry.Enterprise,
        Unit = entry.Unit,
        EnterpriseListed = entry.EnterpriseListed,
        TotalInvestmentYuan = entry.TotalInvestmentYuan,
    };

    private static Dictionary<string, bool> ProceduresOf(Project project)
    {
        var settled = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var procedure in project.Procedures)
            settled[procedure.Kind.ToString().ToLowerInvariant()] = procedure.State is Procedure.Types.State.Obtained or Procedure.Types.State.NotRequired;
        return settled;
    }

    private static string? StageOf(Project.Types.Stage stage) =>
        stage != Project.Types.Stage.Unspecified && Stages.FindValueByNumber((int)stage) is { } value ? value.Name[StagePrefix.Length..] : null;

    private static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];
}
