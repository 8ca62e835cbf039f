using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Identity;

/// <summary>Says why a call has no caller: no token, an expired one, a wrong one, or nobody to judge it.</summary>
internal static class TokenRefusal
{
    /// <summary>Gives the refusal, and says in the answer's headers how to sign in.</summary>
    public static async ValueTask<DomainException> OfAsync(HttpContext http)
    {
        // The middleware keeps the result of a success only; the handler remembers either.
        var failure = (await http.AuthenticateAsync()).Failure;
        if (failure is AuthorityUnavailableException)
        {
            return DomainException.Busy(
                "AUTHORITY_UNAVAILABLE", new("身份认证服务暂时不可用，请稍后重试。", "The authority that vouches for tokens is not reachable, try again."), TimeSpan.FromSeconds(2));
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return failure switch
        {
            SecurityTokenExpiredException => DomainException.Unauthenticated("TOKEN_EXPIRED", new("访问令牌已过期，请重新获取。", "The access token has expired, get a new one.")),
            null when !http.Request.Headers.ContainsKey("Authorization") => DomainException.Unauthenticated("TOKEN_MISSING", new("缺少访问令牌。", "There is no access token.")),
            _ => DomainException.Unauthenticated("TOKEN_INVALID", new("访问令牌无效。", "The access token is not valid.")),
        };
    }
}
