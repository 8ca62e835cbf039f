using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Renovation.Shared.Identity;

/// <summary>Validates access tokens: signature by the authority's published keys, issuer, audience, lifetime, algorithm.</summary>
internal static class TokenValidation
{
    public static IServiceCollection AddTokenValidation(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Auth");
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = settings["Authority"];
            if (settings["MetadataAddress"] is { Length: > 0 } address)
                options.MetadataAddress = address;

            // The authority is reached inside the house, where TLS ends at the edge.
            options.RequireHttpsMetadata = false;
            options.MapInboundClaims = false;

            // A rotated key is taken up when a token first names it, at most every ten seconds.
            options.RefreshOnIssuerKeyNotFound = true;
            options.RefreshInterval = TimeSpan.FromSeconds(10);
            options.BackchannelTimeout = TimeSpan.FromSeconds(5);
            options.TokenValidationParameters = Parameters(settings);
            options.Events = new JwtBearerEvents { OnAuthenticationFailed = NoteOutageAsync };
        });
        services.AddSingleton<TokenCache>();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TokenCache>((options, cache) =>
        {
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(cache);
        });
        return services;
    }

    // Without Auth:Issuer the issuer is the one the authority's metadata names.
    private static TokenValidationParameters Parameters(IConfigurationSection settings) => new()
    {
        ValidateIssuer = true,
        ValidIssuer = settings["Issuer"],
        ValidateAudience = true,
        ValidAudience = settings["Audience"] ?? "renovation",
        ValidateLifetime = true,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        ClockSkew = TimeSpan.FromSeconds(30),
        NameClaimType = CallerClaims.Subject,
        RoleClaimType = CallerClaims.Role,
    };

    // A token that cannot be judged because the authority is away is no bad token: the caller is told to try again. Without the authority's metadata there is
    // neither a key nor an issuer to compare with.
    private static async Task NoteOutageAsync(AuthenticationFailedContext context)
    {
        if (context.Exception is not SecurityTokenException)
        {
            context.Fail(new AuthorityUnavailableException(context.Exception));
        }
        else if (context.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidIssuerException && context.Options.ConfigurationManager is { } metadata)
        {
            try
            {
                await metadata.GetConfigurationAsync(context.HttpContext.RequestAborted);
            }
            catch (Exception outage) when (outage is not OperationCanceledException)
            {
                context.Fail(new AuthorityUnavailableException(outage));
            }
        }
    }
}

/// <summary>Says that the authority that publishes the keys cannot be reached.</summary>
internal sealed class AuthorityUnavailableException(Exception cause) : Exception("The authority cannot be reached.", cause);
