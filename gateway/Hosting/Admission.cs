using Renovation.Gateway.Console;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Hosting;

/// <summary>Lets nobody pass without a valid token, nobody faster than the limit, and nothing to a path that does not exist.</summary>
internal sealed class Admission(RequestDelegate next, RateLimits limits)
{
    public async Task InvokeAsync(HttpContext http, CallContext call)
    {
        // What browsers ask for was admitted before.
        if (ConsoleRegistration.IsStatic(http) || ConsoleRegistration.IsConsole(http))
        {
            await next(http);
            return;
        }

        if (CallerClaims.Read(http.User) is not { } caller)
        {
            limits.RequireByAddress(http);
            throw await TokenRefusal.OfAsync(http);
        }

        limits.RequireByClient(caller);
        call.ActAs(caller.Subject);
        if (http.GetEndpoint() is null)
            await ErrorModel.WriteAsync(http, Unknown(http), StatusCodes.Status404NotFound);
        else
            await next(http);
    }

    private static Google.Rpc.Status Unknown(HttpContext http) => FrameworkErrors.Of(
        ErrorInterceptor.IsGrpc(http.Request) ? StatusCodes.Status501NotImplemented : StatusCodes.Status404NotFound, "", ErrorModel.LanguageOf(http));
}
