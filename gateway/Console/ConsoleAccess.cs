using System.Reflection;
using Microsoft.AspNetCore.Components.Endpoints;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console;

/// <summary>Marks what a browser asks for: pages, and what makes them live.</summary>
internal sealed class ConsoleEndpoint;

/// <summary>Says which roles see a page. Every page of the console says it; the services decide by themselves what may be done there.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ConsoleAccessAttribute(params Role[] roles) : Attribute
{
    /// <summary>The roles that do; all people when there are none.</summary>
    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>Tells whether a role sees a page.</summary>
    public static bool Allows(Type page, Role role) =>
        page.GetCustomAttribute<ConsoleAccessAttribute>() is { } access && role != Role.Service && (access.Roles.Count == 0 || access.Roles.Contains(role));
}

/// <summary>Marks a page that the server draws before it is live: one to read, on which nothing is lost that somebody does before it listens.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DrawnAtOnceAttribute : Attribute;

/// <summary>Lets to the console whoever is signed in there and sees the page, and sends others to sign in. Pages of accounts look after themselves.</summary>
internal sealed class ConsoleAdmission(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        if (CallerClaims.Read(http.User) is not { } caller)
        {
            await RefuseAsync(http);
            return;
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is { } page && !ConsoleAccessAttribute.Allows(page.Type, caller.Role))
        {
            // Whoever sees no overview begins with the first page that the role has.
            if (http.Request.Path == ConsolePaths.Home && ConsoleMenu.For(caller.Role).FirstOrDefault() is { } first)
            {
                http.Response.Redirect(first.Path);
                return;
            }

            throw Shared.Errors.DomainException.Denied("ROLE_NOT_ALLOWED", new("您的角色无权查看此页面。", "Your role does not see this page."));
        }

        await next(http);
    }

    // Only who asks for a page can be sent elsewhere.
    private static Task RefuseAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            return Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.ChallengeAsync(http, ConsoleSignIn.Provider, new() { RedirectUri = http.Request.Path + http.Request.QueryString });
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
