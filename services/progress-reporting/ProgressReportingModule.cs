namespace Renovation.ProgressReporting;

/// <summary>The service as a part of a process.</summary>
public static class ProgressReportingModule
{
    /// <summary>Adds the service: its database, its access rules and its consumers.</summary>
    public static WebApplicationBuilder AddProgressReporting(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its gRPC services, and with them their REST paths.</summary>
    public static WebApplication MapProgressReporting(this WebApplication app) => app;
}
