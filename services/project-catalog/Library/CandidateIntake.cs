using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using Reported = Renovation.Protos.Progress.V1.Candidate;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Takes the projects that an accepted return reports for the library: as candidates, which the city admits or does not.</summary>
internal sealed class CandidateIntake(CatalogDbContext db, BusinessClock clock)
{
    /// <summary>Takes the candidates of a return that were not taken before; whoever calls saves.</summary>
    /// <param name="unit">Code of the unit that reports them.</param>
    public async Task TakeAsync(string @return, string unit, IReadOnlyCollection<Reported> candidates, CancellationToken cancellationToken)
    {
        var ids = candidates.Select(candidate => CandidateReport.IdOf(@return, candidate.Enterprise, candidate.Title)).ToArray();
        var reports = await db.CandidateReports.Where(report => EF.Parameter(ids).Contains(report.Id)).ToDictionaryAsync(report => report.Id, StringComparer.Ordinal, cancellationToken);
        foreach (var candidate in candidates)
        {
            var id = CandidateReport.IdOf(@return, candidate.Enterprise, candidate.Title);
            if (!reports.TryGetValue(id, out var report))
            {
                report = CandidateReport.Of(@return, candidate.Enterprise, candidate.Title);
                reports.Add(id, report);
                db.CandidateReports.Add(report);
            }
            else if (report.Outcome != CandidateOutcome.Refused)
            {
                continue;
            }

            try
            {
                var (outcome, project) = await TakeAsync(candidate, unit, cancellationToken);
                report.Consider(outcome, project, "");
            }
            catch (DomainException refused)
            {
                report.Consider(CandidateOutcome.Refused, "", string.Join(' ', refused.Fields.Select(field => field.Message.Zh).DefaultIfEmpty(refused.Text.Zh)));
            }
        }
    }

    private async Task<(CandidateOutcome Outcome, string Project)> TakeAsync(Reported candidate, string unit, CancellationToken cancellationToken)
    {
        // The row of the owner is locked: nobody adds the same title, or renames it, at the same moment.
        await db.LockRowAsync<Enterprise>(candidate.Enterprise, cancellationToken);
        var owner = await db.Enterprises.FindAsync([candidate.Enterprise], cancellationToken);
        if (owner?.MergedInto.Length > 0)
            throw DomainException.Invalid("enterprise", "ENTERPRISE_MERGED", new LocalText($"企业已并入 {owner.MergedInto}。", $"The enterprise was merged into {owner.MergedInto}."));
        var isNew = owner is null;
        owner ??= Enterprise.Create(candidate.Enterprise, candidate.EnterpriseTitle, unit, DirectoryStanding.Unknown, clock.Today());
        var project = Project.Create(Guid.CreateVersion7().ToString(), owner.AsOwner(), unit, FactsOf(candidate));
        if (!isNew && await FindSameAsync(project, cancellationToken) is { } same)
            return (CandidateOutcome.Exists, same);
        if (isNew)
            db.Enterprises.Add(owner);
        db.Projects.Add(project);
        return (CandidateOutcome.Created, project.Id);
    }

    // Two of one return are compared as well, before either is saved.
    private async Task<string?> FindSameAsync(Project project, CancellationToken cancellationToken) =>
        db.Projects.Local.FirstOrDefault(other => other.Enterprise == project.Enterprise && other.TitleKey == project.TitleKey)?.Id
        ?? await db.Projects.Where(other => other.Enterprise == project.Enterprise && other.TitleKey == project.TitleKey).Select(other => other.Id).FirstOrDefaultAsync(cancellationToken);

    private ProjectFacts FactsOf(Reported candidate)
    {
        var validation = new Validation();
        var (start, end) = (CalendarText.ReadMonth(candidate.StartMonth, "start_month", validation), CalendarText.ReadMonth(candidate.EndMonth, "end_month", validation));
        validation.ThrowIfAny();
        return new ProjectFacts(
            candidate.Title,
            candidate.AdministrativeArea,
            candidate.IndustryCode,
            ProjectMapping.EditionOn(clock.Today()),
            candidate.Content,
            start,
            end,
            candidate.TotalInvestmentYuan,
            candidate.EquipmentInvestmentYuan,
            OpeningInvestmentYuan: 0,
            candidate.Remark);
    }
}
