using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using MudBlazor.Services;
using Renovation.Gateway.Accounts;

namespace Renovation.Gateway.Console;

/// <summary>Registers and maps what people use in a browser: the console, and the pages of accounts.</summary>
internal static class ConsoleRegistration
{
    public static void AddConsole(this WebApplicationBuilder builder)
    {
        // What packages bring for browsers is found where they are when nothing is published.
        if (ListOf("runtime") is var places && File.Exists(places))
            builder.WebHost.UseSetting(WebHostDefaults.StaticWebAssetsKey, places).UseStaticWebAssets();
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.AddConsoleSignIn();
        var services = builder.Services;
        // Cells that are pasted, and what came with a page, are more than the framework takes at once.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(options => options.MaximumReceiveMessageSize = 512 * 1024);
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddMudServices();
        services.AddAntiforgery(options => PersonCookies.Harden(options.Cookie, "renovation.antiforgery", AccountRegistration.IsSecure(builder.Configuration)));
        services.AddSingleton<SuiteChannel>();
        services.AddScoped<DrawnAnswers>().AddScoped<Suite>().AddScoped<SuiteRest>().AddScoped<ConsoleClock>();
    }

    /// <summary>Serves the console to whoever asks for one of its endpoints; it goes between the callers' authentication and their admission.</summary>
    public static void UseConsole(this WebApplication app) => app.UseWhen(IsConsole, console =>
    {
        console.Use(HardenAsync);
        console.UseMiddleware<ConsoleAdmission>();
        console.UseAntiforgery();
    });

    public static void MapConsole(this WebApplication app)
    {
        var (marks, shared) = (new ConsoleEndpoint(), new StaticEndpoint());
        app.MapStaticAssets(ListOf("endpoints")).Add(endpoint => endpoint.Metadata.Add(shared));

        // The scripts of the framework are nobody's secret.
        app.MapRazorComponents<App>().WithStaticAssets(ListOf("endpoints")).AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .Add(endpoint => endpoint.Metadata.Add(endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.TrimStart('/').StartsWith("_framework/", StringComparison.Ordinal) ? shared : marks));
        app.MapGet("/", () => Results.LocalRedirect(ConsolePaths.Home)).WithMetadata(shared);
        app.MapPost(ConsolePaths.SignOut, SignOutAsync).WithMetadata(marks);
        app.MapGet("/account/language", ConsoleLanguage.Choose).WithMetadata(marks);
        app.MapGet("/console/files/{**path}", Downloads.SendAsync).WithMetadata(marks);
    }

    /// <summary>Tells whether a request is for the console; everything else needs a token.</summary>
    public static bool IsConsole(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ConsoleEndpoint>() is not null;

    /// <summary>Tells whether a request is for what everybody may have: styles, scripts, pictures.</summary>
    public static bool IsStatic(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<StaticEndpoint>() is not null;

    // The gateway's own list, whatever host it runs within.
    private static string ListOf(string kind) => Path.Combine(AppContext.BaseDirectory, $"{typeof(ConsoleRegistration).Assembly.GetName().Name}.staticwebassets.{kind}.json");

    private static Task HardenAsync(HttpContext http, RequestDelegate next)
    {
        SecurityHeaders.Set(http);
        return next(http);
    }

    private static async Task SignOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(http);

        // The provider wants to know who signs out, which stands in the cookie: it comes first.
        await http.SignOutAsync(ConsoleSignIn.Provider, new AuthenticationProperties { RedirectUri = ConsolePaths.Home });
        await http.SignOutAsync(ConsoleSignIn.Cookie);
    }

    private sealed class StaticEndpoint;
}
