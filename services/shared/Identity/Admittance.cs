using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Errors;
using Renovation.Shared.Hosting;

namespace Renovation.Shared.Identity;

/// <summary>Admits a call, before any handler code: who calls, may the role call the method, is what the request is about within reach.</summary>
internal sealed class Admittance(ModuleRegistry modules, ILogger<Admittance> logger)
{
    /// <summary>Admits or refuses; afterwards the scope knows the caller.</summary>
    /// <param name="method">Path of the method that rules it, <c>/renovation.catalog.v1.ProjectService/GetProject</c>.</param>
    /// <param name="request">What is asked; for a stream that is coming in, an empty message.</param>
    /// <exception cref="DomainException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    public async Task AdmitAsync(HttpContext http, string method, IMessage request, CancellationToken cancellationToken)
    {
        var caller = CallerClaims.Read(http.User) ?? throw await TokenRefusal.OfAsync(http);
        var policy = (AccessPolicy)http.RequestServices.GetRequiredService(modules.Of(method).AccessPolicy);
        var reach = policy.Matrix.ReachOf(method, caller.Role);
        if (reach == Reach.None)
            throw Refuse(caller, method, "ROLE_NOT_ALLOWED", new($"您的角色（{caller.Role.ToClaim()}）无权进行此操作。", $"Your role ({caller.Role.ToClaim()}) may not do this."));
        http.RequestServices.GetRequiredService<CallContext>().Admit(caller, reach, policy, TokenOf(http));
        if (reach == Reach.Own)
        {
            var target = await policy.ResolveAsync(method, request, http.RequestServices, cancellationToken);
            if (!await policy.OwnsAsync(caller, target, cancellationToken))
                throw Refuse(caller, method, "FOREIGN_UNIT", new("所请求的内容不在您的管辖范围内。", "What you ask for lies outside your unit."));
        }
    }

    private DomainException Refuse(Caller caller, string method, string reason, LocalText text)
    {
        logger.LogInformation("Refused {Method} to {Subject} ({Role}, unit {Unit}): {Reason}", method, caller.Subject, caller.Role, caller.Unit, reason);
        return DomainException.Denied(reason, text);
    }

    private static string? TokenOf(HttpContext http)
    {
        const string Scheme = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }
}
