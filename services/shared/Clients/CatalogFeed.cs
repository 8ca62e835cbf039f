using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Renovation.Protos.Catalog.V1;

namespace Renovation.Shared.Clients;

/// <summary>Reads everything that the catalog owns, with the caller's own rights there: what copies of it are compared with.</summary>
public sealed class CatalogFeed(
    UnitService.UnitServiceClient units, EnterpriseService.EnterpriseServiceClient enterprises, ProjectService.ProjectServiceClient projects, PlanService.PlanServiceClient plans)
{
    private const int PageSize = 1000;

    /// <summary>Gives all units.</summary>
    public async IAsyncEnumerable<Unit> UnitsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListUnitsRequest { PageSize = PageSize };
        do
        {
            var page = await units.ListUnitsAsync(request, cancellationToken: cancellationToken);
            foreach (var unit in page.Units)
                yield return unit;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>Gives all enterprises, those that were merged as well.</summary>
    public async IAsyncEnumerable<Enterprise> EnterprisesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListEnterprisesRequest { PageSize = PageSize, ShowMerged = true };
        do
        {
            var page = await enterprises.ListEnterprisesAsync(request, cancellationToken: cancellationToken);
            foreach (var enterprise in page.Enterprises)
                yield return enterprise;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>Gives all projects.</summary>
    public async IAsyncEnumerable<Project> ProjectsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = projects.StreamProjects(new StreamProjectsRequest(), cancellationToken: cancellationToken);
        await foreach (var project in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return project;
    }

    /// <summary>Gives the plans that were issued, with the entries of their latest revision.</summary>
    public async IAsyncEnumerable<Plan> PlansAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A city has a plan a year: a page has them all.
        var listed = await plans.ListPlansAsync(new ListPlansRequest { PageSize = PageSize }, cancellationToken: cancellationToken);
        foreach (var plan in listed.Plans.Where(plan => plan.Revision > 0))
        {
            var revision = await plans.GetPlanRevisionAsync(new GetPlanRevisionRequest { Name = $"{plan.Name}/revisions/{plan.Revision}" }, cancellationToken: cancellationToken);
            plan.Entries.Add(revision.Entries);
            yield return plan;
        }
    }
}

/// <summary>Registers the feed.</summary>
public static class CatalogFeedRegistration
{
    /// <summary>Adds the feed and the clients that it needs; the catalog is at <c>Services:catalog</c>.</summary>
    public static IServiceCollection AddCatalogFeed(this IServiceCollection services)
    {
        services.AddServiceClient<UnitService.UnitServiceClient>("catalog");
        services.AddServiceClient<EnterpriseService.EnterpriseServiceClient>("catalog");
        services.AddServiceClient<ProjectService.ProjectServiceClient>("catalog");
        services.AddServiceClient<PlanService.PlanServiceClient>("catalog");
        services.TryAddScoped<CatalogFeed>();
        return services;
    }
}
