using Renovation.Shared.Identity;

namespace Renovation.FundingSupport.Contract;

/// <summary>A step of the support of a project by a program: an application, an award, a holding.</summary>
internal interface ISupportStep
{
    /// <summary>Id of the program.</summary>
    string Program { get; }

    /// <summary>Unified social credit code of the enterprise.</summary>
    string Enterprise { get; }

    /// <summary>Code of the reporting unit.</summary>
    string Unit { get; }
}

/// <summary>Limits the lists of support to what a caller may see and asks for.</summary>
internal static class SupportFilter
{
    /// <summary>Keeps what the filter lets through.</summary>
    /// <param name="steps">What there is.</param>
    /// <param name="filter">What the caller may see and asks for.</param>
    /// <param name="program">Id of the program, null for all.</param>
    public static IQueryable<TStep> Of<TStep>(IQueryable<TStep> steps, UnitFilter filter, string? program)
        where TStep : class, ISupportStep
    {
        if (filter.Units is { } units)
            steps = steps.Where(step => units.Contains(step.Unit));
        if (filter.Enterprise is { } uscc)
            steps = steps.Where(step => step.Enterprise == uscc);
        return program is null ? steps : steps.Where(step => step.Program == program);
    }
}
