using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Sets of permit steps, a bit for each kind.</summary>
internal static class ProcedureKinds
{
    public static readonly IReadOnlyList<ProcedureKind> All = Enum.GetValues<ProcedureKind>();

    /// <summary>Gives the bit of a kind.</summary>
    public static int Bit(ProcedureKind kind) => 1 << (int)kind;

    /// <summary>Gives the set of steps that are not settled.</summary>
    public static int Missing(IEnumerable<Procedure> procedures) => procedures.Where(procedure => !procedure.Settled).Sum(procedure => Bit(procedure.Kind));

    /// <summary>Gives the kinds of a set, in their order.</summary>
    public static IEnumerable<ProcedureKind> Of(int set) => All.Where(kind => (set & Bit(kind)) != 0);

    /// <summary>Names a kind for people.</summary>
    public static LocalText Text(ProcedureKind kind) => kind switch
    {
        ProcedureKind.Filing => new LocalText("备案", "Filing"),
        ProcedureKind.Eia => new LocalText("环评", "Environmental impact assessment"),
        ProcedureKind.Land => new LocalText("用地", "Land"),
        ProcedureKind.Planning => new LocalText("规划", "Planning"),
        ProcedureKind.Energy => new LocalText("节能", "Energy review"),
        ProcedureKind.Safety => new LocalText("安评", "Safety assessment"),
        ProcedureKind.Construction => new LocalText("施工许可", "Construction permit"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };
}
