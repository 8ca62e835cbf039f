namespace Renovation.ProgressReporting.Checks;

/// <summary>What an uploaded list of projects has to do with the plan.</summary>
/// <param name="Code">UNKNOWN_PROJECT, FOREIGN_PROJECT, DUPLICATE_PROJECT or MISSING_PROJECT.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Index">Place in the list from 0; null for a project that is missing.</param>
internal sealed record ListFinding(string Code, string Project, int? Index);

/// <summary>The checks on a return as a whole.</summary>
internal static class ReturnChecks
{
    /// <summary>Compares a list of projects with the unit's part of the plan; each wrong entry is found once.</summary>
    /// <param name="listed">Ids as listed, in order.</param>
    /// <param name="own">Ids of the unit's projects in the plan.</param>
    /// <param name="foreign">Says whether an id is a plan project of another unit.</param>
    public static IReadOnlyList<ListFinding> CompareWithPlan(IReadOnlyList<string> listed, IReadOnlySet<string> own, Func<string, bool> foreign)
    {
        var findings = new List<ListFinding>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < listed.Count; index++)
        {
            var project = listed[index];
            if (!own.Contains(project))
                findings.Add(new ListFinding(foreign(project) ? "FOREIGN_PROJECT" : "UNKNOWN_PROJECT", project, index));
            else if (!seen.Add(project))
                findings.Add(new ListFinding("DUPLICATE_PROJECT", project, index));
        }

        findings.AddRange(own.Except(seen, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(project => new ListFinding("MISSING_PROJECT", project, null)));
        return findings;
    }

    /// <summary>Says whether a line may be submitted: no error, and an explanation where there is a warning.</summary>
    public static bool MaySubmit(IReadOnlyList<Finding> findings, bool hasExplanation) =>
        findings.All(finding => finding.Severity == Severity.Warning && hasExplanation);
}
