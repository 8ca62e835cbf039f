using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>Screens the library into the draft of a year, in the open transaction.</summary>
internal sealed class ScreeningRun(CatalogDbContext db, CallContext call)
{
    /// <summary>Screens, records the proposal, and makes the entries of the draft those that were chosen.</summary>
    /// <exception cref="DomainException">PLAN_NOT_DRAFT, SCREENING_UNSATISFIABLE, StaleEtag; Invalid: names what is wrong with the rules.</exception>
    public async Task<(Screening Screening, IReadOnlyList<StoredDecision> Decisions)> RunAsync(int year, V1.ScreeningRules asked, string etag, CancellationToken cancellationToken)
    {
        var exists = await db.LockRowAsync<Plan>(year, cancellationToken);
        var plan = exists ? await db.FindPlanAsync(year, cancellationToken) : db.Plans.Add(Plan.Create(year, "")).Entity;
        Etags.Check(plan, etag);
        plan.RequireDraft();
        var rules = ScreeningMapping.ToRules(asked, year);
        var candidates = await CandidatesAsync(cancellationToken);
        await CheckAsync(rules, candidates, cancellationToken);
        var outcome = ScreeningSolver.Solve(candidates, rules, cancellationToken);
        if (outcome.Conflict.Count > 0)
            throw Unsatisfiable(plan, outcome.Conflict);
        var decisions = Store(outcome.Decisions, year);
        var chosen = decisions.Where(decision => decision.Chosen).OrderBy(decision => decision.Position).Select(decision => (decision.Project, decision.Entry!)).ToList();
        await PlanEntries.ReplaceAsync(db, plan, chosen, cancellationToken);
        var last = await db.Screenings.Where(one => one.Year == year).MaxAsync(one => (int?)one.Number, cancellationToken) ?? 0;
        var screening = Screening.Record(year, last + 1, JsonFormatter.Default.Format(asked), call.Caller.Subject, decisions);
        db.Screenings.Add(screening);
        db.ScreeningRecords.Add(new ScreeningRecord { Year = year, Number = screening.Number, Decisions = decisions });
        await db.SaveChangesAsync(cancellationToken);
        return (screening, decisions);
    }

    private Task<List<ScreeningCandidate>> CandidatesAsync(CancellationToken cancellationToken) =>
        db.Projects.AsNoTracking().Where(project => project.Membership == Membership.Admitted)
            .Select(project => new ScreeningCandidate(
                project.Id, project.Unit, project.Stage, project.Facts.IndustryCode, project.Facts.TotalInvestmentYuan, project.Facts.EquipmentInvestmentYuan, project.Facts.OpeningInvestmentYuan,
                project.MissingProcedures, project.Facts.StartMonth, project.Facts.EndMonth, project.ActualStartDate != null))
            .ToListAsync(cancellationToken);

    private async Task CheckAsync(ScreeningRules rules, List<ScreeningCandidate> candidates, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        rules.Validate(validation);
        var units = (await db.Units.Select(unit => unit.Code).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < rules.Quotas.Count; index++)
            validation.Check(units.Contains(rules.Quotas[index].Unit), $"rules.unit_quotas[{index}].unit", "UNKNOWN_UNIT", new LocalText($"没有单位 {rules.Quotas[index].Unit}。", $"There is no unit {rules.Quotas[index].Unit}."));
        var known = candidates.Select(candidate => candidate.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (pins, field) in new[] { (rules.PinnedIn, "pinned_in"), (rules.PinnedOut, "pinned_out") })
        {
            for (var index = 0; index < pins.Count; index++)
                validation.Check(known.Contains(pins[index]), $"rules.{field}[{index}]", "PROJECT_NOT_ADMITTED", new LocalText("项目不在库。", "The project is not in the library."));
        }

        validation.ThrowIfAny();
    }

    // By unit, the best first: the order in which the list is issued.
    private static List<StoredDecision> Store(IReadOnlyList<ScreeningDecision> decisions, int year)
    {
        var positions = decisions.Where(decision => decision.Chosen).OrderBy(decision => decision.Candidate.Unit, StringComparer.Ordinal).ThenByDescending(decision => decision.Score.Total)
            .ThenBy(decision => decision.Candidate.Id, StringComparer.Ordinal).Select((decision, index) => (decision.Candidate.Id, Position: index + 1)).ToDictionary(pair => pair.Id, pair => pair.Position, StringComparer.Ordinal);
        return
        [
            .. decisions.Select(decision => new StoredDecision(
                decision.Candidate.Id, decision.Candidate.Unit, decision.Chosen, decision.Score, decision.Reasons, positions.GetValueOrDefault(decision.Candidate.Id),
                decision.Chosen ? ProposedEntry.Of(decision.Candidate, year) : null)),
        ];
    }

    private static DomainException Unsatisfiable(Plan plan, IReadOnlyList<ScreeningConstraint> conflict) => DomainException.WrongState(
        "SCREENING_UNSATISFIABLE",
        plan.ResourceName,
        new LocalText($"筛选条件无法同时满足（{conflict.Count}项冲突）。", $"{conflict.Count} constraints cannot be met together."),
        [.. conflict.Select(constraint => new FieldError(ScreeningMapping.NameOf(constraint), ScreeningMapping.CodeOf(constraint.Kind), ScreeningMapping.TextOf(constraint)))]);
}
