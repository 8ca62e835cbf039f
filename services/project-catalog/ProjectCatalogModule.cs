namespace Renovation.ProjectCatalog;

/// <summary>The service as a part of a process.</summary>
public static class ProjectCatalogModule
{
    /// <summary>Adds the service: its database, its access rules and its consumers.</summary>
    public static WebApplicationBuilder AddProjectCatalog(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its gRPC services, and with them their REST paths.</summary>
    public static WebApplication MapProjectCatalog(this WebApplication app) => app;
}
