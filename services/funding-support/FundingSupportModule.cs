namespace Renovation.FundingSupport;

/// <summary>The service as a part of a process.</summary>
public static class FundingSupportModule
{
    /// <summary>Adds the service: its database, its access rules and its consumers.</summary>
    public static WebApplicationBuilder AddFundingSupport(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its gRPC services, and with them their REST paths.</summary>
    public static WebApplication MapFundingSupport(this WebApplication app) => app;
}
