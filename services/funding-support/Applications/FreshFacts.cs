using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;

namespace Renovation.FundingSupport.Applications;

/// <summary>Asks the other services how a project stands right now: a decision on money does not rest on copies.</summary>
internal sealed class FreshFacts(
    FundingDbContext db, ProjectService.ProjectServiceClient projects, EnterpriseService.EnterpriseServiceClient enterprises, ReturnService.ReturnServiceClient returns)
{
    // More quarters than a project lives: one page has them all.
    private const int EveryPeriod = 1000;

    /// <summary>Gives the standing of the project of an application, and who applies.</summary>
    /// <exception cref="Renovation.Shared.Errors.DomainException">Busy, <c>CATALOG_UNAVAILABLE</c> or <c>PROGRESS_UNAVAILABLE</c>: that side is down or too slow.</exception>
    public async Task<(Applicant Applicant, ProjectStanding Standing)> AskAsync(Application application, FundingProgram program, CancellationToken cancellationToken)
    {
        // Both at once, so that a side that hangs costs its deadline only once.
        var asked = AskCatalogAsync(application.Project, program.Rules, cancellationToken);
        var accepted = AskProgressAsync(application.Project, cancellationToken);
        await Task.WhenAll(asked, accepted);
        var (project, listed) = await asked;
        var standing = new ProjectStanding
        {
            InPlan = await db.PlanEntries.AnyAsync(entry => entry.Year == program.Year && entry.Project == application.Project, cancellationToken),
            Stage = project.Stage,
            CompletionDate = project.CompletionDate,
            AboveScale = listed,
            Procedures = project.Procedures,
            EquipmentInvestmentYuan = project.EquipmentInvestmentYuan,
            TotalInvestmentYuan = project.TotalInvestmentYuan,
            AcceptedInvestmentYuan = await accepted,
            PlanSource = new FactSource($"plans/{program.Year}", await db.Plans.Where(plan => plan.Year == program.Year).Select(plan => plan.UpdateTime).SingleOrDefaultAsync(cancellationToken)),
            ProjectSource = new FactSource($"projects/{application.Project}", project.UpdateTime),
            EnterpriseSource = new FactSource($"enterprises/{project.Enterprise}", null),
            ApplicationSource = new FactSource(application.ResourceName, application.UpdateTime),
            AuditedInvestmentYuan = Given(application.Statement.AuditedInvestmentYuan),
            InterestPaidYuan = Given(application.Statement.InterestPaidYuan),
            Invoices = application.Statement.Invoices,
        };
        return (new Applicant(application.Project, project.Title, project.Enterprise, project.Unit), standing);
    }

    private static long? Given(long yuan) => yuan > 0 ? yuan : null;

    private async Task<(ProjectCopy Project, bool? Listed)> AskCatalogAsync(string id, ProgramRules rules, CancellationToken cancellationToken)
    {
        var project = CatalogFacts.ProjectOf(await projects.GetProjectAsync(new GetProjectRequest { Name = $"projects/{id}" }, cancellationToken: cancellationToken), 0);
        if (!rules.AboveScaleRequired)
            return (project, null);
        var owner = await enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = $"enterprises/{project.Enterprise}" }, cancellationToken: cancellationToken);
        return (project, CatalogFacts.EnterpriseOf(owner, 0).Listed);
    }

    private async Task<long?> AskProgressAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var figures = await returns.ListInvestmentsAsync(new ListInvestmentsRequest { Parent = $"projects/{id}", PageSize = EveryPeriod }, cancellationToken: cancellationToken);
            return figures.Investments.Count == 0 ? null : figures.Investments[^1].CumulativeYuan;
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
