using Microsoft.AspNetCore.Authentication;
using Renovation.Gateway.Console;

namespace Renovation.Gateway.Hosting;

/// <summary>
/// Finds the caller of a request: by its token, or at the console by its cookie. The authority, which would look at every request to see whether it is its own, is asked about its own paths only.
/// </summary>
internal sealed class CallerAuthentication(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (ConsoleRegistration.IsStatic(http))
        {
            await next(http);
            return;
        }

        if (await (ConsoleRegistration.IsConsole(http) ? http.AuthenticateAsync(ConsoleSignIn.Cookie) : http.AuthenticateAsync()) is { Succeeded: true } result)
            http.User = result.Principal;
        await next(http);
    }
}

/// <summary>Registers the authentication of callers.</summary>
internal static class CallerAuthenticationPipeline
{
    // By this the host knows that it need not put authentication in front of everything by itself.
    private const string IsSet = "__AuthenticationMiddlewareSet";

    /// <summary>Answers <c>/connect</c>, <c>/.well-known</c> and what the console's provider sends back; everything behind it knows its caller, if there is one.</summary>
    public static void UseCallerAuthentication(this IApplicationBuilder app)
    {
        app.Properties[IsSet] = true;
        app.UseWhen(http => IsAuthority(http.Request.Path), authority => authority.UseAuthentication());
        app.UseMiddleware<CallerAuthentication>();
    }

    private static bool IsAuthority(PathString path) =>
        path.Equals(ConsoleSignIn.SignedInPath, StringComparison.OrdinalIgnoreCase) || path.Equals(ConsoleSignIn.SignedOutPath, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/.well-known", StringComparison.OrdinalIgnoreCase);
}
