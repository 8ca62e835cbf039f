using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Hosting;

/// <summary>Lets nobody pass without a valid token, nobody faster than the limit, and nothing to a path that does not exist.</summary>
internal sealed class Admission(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext http, CallContext call)
    {
        if (CallerClaims.Read(http.User) is not { } caller)
        {
            limits.RequireByAddress(http);
            throw TokenRefusal.Of(http);
        }

        limits.RequireByClient(caller);
        call.ActAs(caller.Subject);
        return http.GetEndpoint() is null
            ? ErrorModel.WriteAsync(http, Unknown(http), StatusCodes.Status404NotFound)
            : next(http);
    }

    private static Google.Rpc.Status Unknown(HttpContext http) => FrameworkErrors.Of(
        ErrorInterceptor.IsGrpc(http.Request) ? StatusCodes.Status501NotImplemented : StatusCodes.Status404NotFound, "", ErrorModel.LanguageOf(http));
}
