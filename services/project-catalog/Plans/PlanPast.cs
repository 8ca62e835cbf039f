using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Reads plans as they were known at a past time, from the journal.</summary>
internal sealed class PlanPast(JournalReader<CatalogDbContext> journal)
{
    /// <summary>Gives the plan as it was.</summary>
    /// <exception cref="DomainException">NotFound: there was none then; IN_FUTURE.</exception>
    public async Task<V1.Plan> PlanAsync(int year, DateTime asOf, CancellationToken cancellationToken) =>
        await journal.AsOfAsync<V1.Plan>($"plans/{year}", asOf, cancellationToken) ?? throw DomainException.NotFound($"plans/{year}");

    /// <summary>Gives its entries in their order, as far as the caller may see them.</summary>
    public async Task<List<V1.PlanEntry>> EntriesAsync(int year, DateTime asOf, UnitFilter filter, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(year, asOf, cancellationToken);
        var entries = await journal.AllAsOfAsync<V1.PlanEntry>(rows => rows.Where(row => row.Resource.StartsWith($"plans/{year}/entries/")), asOf, cancellationToken);
        if (plan.State == V1.Plan.Types.State.Draft)
            await ShowProjectsAsync(entries, asOf, cancellationToken);
        return
        [
            .. entries.Where(filter.Shows).OrderBy(entry => entry.Position).ThenBy(entry => entry.Project, StringComparer.Ordinal),
        ];
    }

    // An entry of a draft shows its project as it is, not as it was when the entry was written.
    private async Task ShowProjectsAsync(List<V1.PlanEntry> entries, DateTime asOf, CancellationToken cancellationToken)
    {
        var names = entries.Select(entry => $"projects/{entry.Project}").ToArray();
        var projects = (await journal.AllAsOfAsync<V1.Project>(rows => rows.Where(row => names.Contains(row.Resource)), asOf, cancellationToken)).ToDictionary(project => project.Name, StringComparer.Ordinal);
        var owners = projects.Values.Select(project => $"enterprises/{project.Enterprise}").Distinct(StringComparer.Ordinal).ToArray();
        var enterprises = (await journal.AllAsOfAsync<V1.Enterprise>(rows => rows.Where(row => owners.Contains(row.Resource)), asOf, cancellationToken)).ToDictionary(enterprise => enterprise.Uscc, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!projects.TryGetValue($"projects/{entry.Project}", out var project))
                continue;
            entry.ProjectTitle = project.Title;
            (entry.Enterprise, entry.EnterpriseTitle) = (project.Enterprise, project.EnterpriseTitle);
            entry.EnterpriseListed = enterprises.GetValueOrDefault(project.Enterprise)?.DirectoryState == V1.Enterprise.Types.DirectoryState.Listed;
            (entry.Unit, entry.IndustryCode, entry.TotalInvestmentYuan) = (project.Unit, project.IndustryCode, project.TotalInvestmentYuan);
            (entry.StartMonth, entry.EndMonth) = (project.StartMonth, project.EndMonth);
        }
    }
}
