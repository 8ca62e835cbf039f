using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Errors;
using Renovation.Shared.Hosting;

namespace Renovation.Shared.Identity;

/// <summary>Admits a call, before any handler code: who calls, may the role call the method, is what the request is about within reach.</summary>
internal sealed class AccessInterceptor(ModuleRegistry modules, ILogger<AccessInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(request, context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync(request, context);
        await continuation(request, responseStream, context);
    }

    private async Task AdmitAsync<TRequest>(TRequest request, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var caller = CallerClaims.Read(http.User) ?? throw await TokenRefusal.OfAsync(http);
        var policy = (AccessPolicy)http.RequestServices.GetRequiredService(modules.Of(context.Method).AccessPolicy);
        var reach = policy.Matrix.ReachOf(context.Method, caller.Role);
        if (reach == Reach.None)
            throw Refuse(caller, context.Method, "ROLE_NOT_ALLOWED", new($"您的角色（{caller.Role.ToClaim()}）无权进行此操作。", $"Your role ({caller.Role.ToClaim()}) may not do this."));
        http.RequestServices.GetRequiredService<CallContext>().Admit(caller, reach, policy, TokenOf(http));
        if (reach == Reach.Own)
        {
            var target = await policy.ResolveAsync(context.Method, (IMessage)request!, http.RequestServices, context.CancellationToken);
            if (!await policy.OwnsAsync(caller, target, context.CancellationToken))
                throw Refuse(caller, context.Method, "FOREIGN_UNIT", new("所请求的内容不在您的管辖范围内。", "What you ask for lies outside your unit."));
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
