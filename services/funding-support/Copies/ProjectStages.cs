namespace Renovation.FundingSupport.Copies;

/// <summary>Stages of a project by the names of the catalog.</summary>
internal static class ProjectStages
{
    public const string Reserve = "RESERVE";
    public const string Preliminary = "PRELIMINARY";
    public const string UnderConstruction = "UNDER_CONSTRUCTION";
    public const string Completed = "COMPLETED";
    public const string InProduction = "IN_PRODUCTION";
    public const string AtCapacity = "AT_CAPACITY";
    public const string Suspended = "SUSPENDED";
    public const string Terminated = "TERMINATED";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Reserve, Preliminary, UnderConstruction, Completed, InProduction, AtCapacity, Suspended, Terminated];

    /// <summary>Stages of a project that is completed (竣工), or further on.</summary>
    public static readonly IReadOnlyList<string> CompletedOrFurther = [Completed, InProduction, AtCapacity];

    /// <summary>Stages of a project that is in production (投产), or further on.</summary>
    public static readonly IReadOnlyList<string> ProducingOrFurther = [InProduction, AtCapacity];
}
