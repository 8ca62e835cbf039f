using Renovation.Gateway.Accounts;
using Renovation.Gateway.Console;
using Renovation.Gateway.Demo;
using Renovation.Gateway.Hosting;
using Renovation.Gateway.Identity;
using Renovation.Gateway.Journal;
using Renovation.Gateway.Routing;
using Renovation.Gateway.Storage;
using Renovation.Shared.Hosting;

namespace Renovation.Gateway;

/// <summary>The gateway as a process, or as a part of the standalone one.</summary>
public static class GatewayHost
{
    /// <summary>Builds the gateway from the settings of the process.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or unreadable.</exception>
    public static WebApplication Build(string[] args) => Build(WebApplication.CreateSlimBuilder(args));

    /// <summary>Builds the gateway from a builder that has its settings; everything it needs comes from there.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or unreadable.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        RenovationHost.AddProcess(builder);
        GatewayEndpoints.Configure(builder);
        builder.AddGatewayStorage();
        builder.AddAccessJournal();
        builder.AddIdentityServer();
        builder.AddAccounts();
        builder.AddConsole();
        builder.AddRouting();
        builder.Services.AddSingleton<RateLimits>();
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>Runs it until it is told to stop; gives the exit code.</summary>
    public static Task<int> RunAsync(WebApplication app) => RenovationHost.RunAsync(app);

    private static void Map(WebApplication app)
    {
        app.MapWhen(http => Endpoints.IsHealth(http.Features), RenovationHost.MapHealthPort);
        RenovationHost.UseHealth(app);
        app.UseMiddleware<ErrorAnswers>();
        app.UseRouting();
        app.UseMiddleware<SignInLimit>();

        app.UseCallerAuthentication();
        app.UseConsole();
        app.UseMiddleware<Admission>();
        app.UseMiddleware<BodyLimit>();
        app.MapClients();
        app.MapAccounts();
        app.MapGatewayJournal();
        app.MapDemo();
        app.MapConsole();
        app.MapServices();
    }
}
