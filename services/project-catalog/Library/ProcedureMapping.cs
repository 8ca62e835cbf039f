using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Maps procedures to the contract and back.</summary>
internal static class ProcedureMapping
{
    private static readonly Dictionary<string, ProcedureKind> Kinds = System.Enum.GetValues<ProcedureKind>().ToDictionary(Segment, StringComparer.Ordinal);

    public static V1.Procedure ToProto(Project project, Procedure procedure) => new()
    {
        Name = NameOf(project, procedure.Kind),
        Kind = (V1.Procedure.Types.Kind)procedure.Kind,
        State = (V1.Procedure.Types.State)procedure.State,
        DocumentNumber = procedure.DocumentNumber,
        Authority = procedure.Authority,
        DocumentDate = CalendarText.Day(procedure.DocumentDate),
        Etag = project.Etag,
        Attachments = { procedure.Attachments },
    };

    /// <summary>Gives the name of a procedure.</summary>
    public static string NameOf(Project project, ProcedureKind kind) => $"{project.ResourceName}/procedures/{Segment(kind)}";

    /// <summary>Gives the kind that a path segment names.</summary>
    /// <exception cref="DomainException">NotFound: it names none.</exception>
    public static ProcedureKind KindOf(string segment, string name) => Kinds.TryGetValue(segment, out var kind) ? kind : throw DomainException.NotFound(name);

    /// <summary>Gives the state; what is not given counts as not started.</summary>
    public static ProcedureState StateOf(V1.Procedure procedure) =>
        System.Enum.IsDefined((ProcedureState)procedure.State) ? (ProcedureState)procedure.State : ProcedureState.NotStarted;

    private static string Segment(ProcedureKind kind) => kind.ToString().ToLowerInvariant();
}
