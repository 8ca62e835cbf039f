using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Hosting;
using Renovation.Gateway.Identity;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console;

/// <summary>
/// Signs people in at the console: authorization code with PKCE, at the gateway itself or at the provider that <c>Auth:Authority</c> names, where the console is <c>Console:ClientId</c>
/// (<c>console</c>) with <c>Console:ClientSecret</c> (none).
/// </summary>
internal static class ConsoleSignIn
{
    /// <summary>Scheme of the console's cookie.</summary>
    public const string Cookie = "console";

    /// <summary>Scheme of the provider at which people sign in.</summary>
    public const string Provider = "console-provider";

    /// <summary>Where the provider sends people back to.</summary>
    public const string SignedInPath = "/console/signed-in";

    /// <summary>Where the provider sends them after they signed out.</summary>
    public const string SignedOutPath = "/console/signed-out";

    public static void AddConsoleSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var settings = AccountSettings.Read(builder.Configuration);
        var secure = AccountRegistration.IsSecure(builder.Configuration);
        services.AddSingleton<ConsoleSessions>();
        services.AddAuthentication()
            .AddCookie(Cookie, options =>
            {
                PersonCookies.Harden(options.Cookie, "renovation.console", secure);
                options.ExpireTimeSpan = settings.SessionIdle;
                options.SlidingExpiration = true;
                options.ForwardChallenge = Provider;
            })
            .AddOpenIdConnect(Provider, options => Configure(options, builder.Configuration, secure));
        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<ConsoleSessions>((options, sessions) => options.SessionStore = sessions);
        if (IsOwn(builder.Configuration))
            services.AddOptions<OpenIdConnectOptions>(Provider).Configure<LocalAuthority>((options, authority) => options.ConfigurationManager = authority);
    }

    /// <summary>Tells whether people sign in at the gateway itself.</summary>
    public static bool IsOwn(IConfiguration configuration) =>
        configuration["Auth:Authority"] is not { Length: > 0 } authority
        || !Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        || uri == GatewayEndpoints.Issuer(configuration)
        || uri == GatewayEndpoints.Local(configuration);

    private static void Configure(OpenIdConnectOptions options, IConfiguration configuration, bool secure)
    {
        options.Authority = configuration["Auth:Authority"];
        options.ClientId = configuration["Console:ClientId"] is { Length: > 0 } id ? id : ConsoleClient.Id;
        options.ClientSecret = configuration["Console:ClientSecret"];
        options.SignInScheme = Cookie;
        options.CallbackPath = SignedInPath;
        options.SignedOutCallbackPath = SignedOutPath;
        options.SignedOutRedirectUri = ConsolePaths.Home;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.RequireHttpsMetadata = false;
        options.MapInboundClaims = false;
        options.SaveTokens = true;
        options.DisableTelemetry = true;
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.Scope.Add(OpenIdConnectScope.OfflineAccess);
        options.TokenValidationParameters.NameClaimType = PersonClaims.Title;
        options.TokenValidationParameters.RoleClaimType = CallerClaims.Role;
        PersonCookies.Harden(options.NonceCookie, "renovation.nonce.", secure);
        PersonCookies.Harden(options.CorrelationCookie, "renovation.correlation.", secure);
        options.Events = new OpenIdConnectEvents { OnTokenValidated = RequireRoleAsync, OnRemoteFailure = TellFailureAsync };
    }

    // Whoever the provider knows without a role of the suite has nothing to do here.
    private static Task RequireRoleAsync(TokenValidatedContext context)
    {
        if (context.Principal is null || CallerClaims.Read(context.Principal) is null)
            context.Fail("The account has no role of the suite.");
        return Task.CompletedTask;
    }

    private static Task TellFailureAsync(RemoteFailureContext context)
    {
        context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ConsoleSignIn)).LogWarning(context.Failure, "A sign-in at the console failed");
        context.Response.Redirect(ConsolePaths.Failed);
        context.HandleResponse();
        return Task.CompletedTask;
    }
}

/// <summary>Paths of the console that others send people to.</summary>
internal static class ConsolePaths
{
    public const string Home = "/console";
    public const string Failed = "/account/failed";
    public const string SignOut = "/console/sign-out";

    /// <summary>The console's own script, among the assets.</summary>
    public const string Script = "console.js";
}
