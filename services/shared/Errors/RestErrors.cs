using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Renovation.Shared.Errors;

/// <summary>
/// Gives the errors of the framework on REST the shape of all others, <c>{code, message, details}</c> with an ErrorInfo: unknown paths, wrong verbs, bodies
/// that are no JSON. gRPC calls pass untouched.
/// </summary>
internal sealed class RestErrors(RequestDelegate next, ILogger<RestErrors> logger)
{
    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public async Task InvokeAsync(HttpContext http)
    {
        if (ErrorInterceptor.IsGrpc(http.Request))
        {
            await next(http);
            return;
        }

        var original = http.Response.Body;
        await using var body = new HeldErrorBody(http.Response, original);
        http.Response.Body = body;
        Google.Rpc.Status? failed = null;
        try
        {
            await next(http);
        }
        catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            failed = Translate(failure, http);
        }
        finally
        {
            http.Response.Body = original;
        }

        if (failed is not null)
            await WriteAsync(http, failed);
        else if (http.Response.StatusCode >= StatusCodes.Status400BadRequest && !http.Response.HasStarted)
            await FinishAsync(http, body.Held);
    }

    private Google.Rpc.Status Translate(Exception failure, HttpContext http)
    {
        http.Response.Clear();
        var language = Languages.Parse(http.Request.Headers.AcceptLanguage);
        if (Failures.Classify(failure) is { } refusal)
        {
            var status = RichStatus.Build(refusal, language, inTrailers: false);
            http.Response.StatusCode = RichStatus.HttpStatusOf(refusal.Kind);
            return status;
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        logger.LogError(failure, "{Path} failed, trace {TraceId}", http.Request.Path, traceId);
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return RichStatus.Internal(traceId, language);
    }

    private static async Task FinishAsync(HttpContext http, ReadOnlyMemory<byte> held)
    {
        if (held.Length == 0 && http.Response.ContentLength is null or 0)
            await WriteAsync(http, FrameworkErrors.Of(http.Response.StatusCode, "", Languages.Parse(http.Request.Headers.AcceptLanguage)));
        else if (BareMessage(held) is { } message)
            await WriteAsync(http, FrameworkErrors.Of(http.Response.StatusCode, message, Languages.Parse(http.Request.Headers.AcceptLanguage)));
        else
            await http.Response.Body.WriteAsync(held, http.RequestAborted);
    }

    // The message of an error model without details, which only the framework writes; null for any other body.
    private static string? BareMessage(ReadOnlyMemory<byte> held)
    {
        if (held.Length is 0 or > 4096)
            return null;
        try
        {
            return JsonNode.Parse(held.Span) is JsonObject model && model["code"] is not null && (model["details"] is not JsonArray details || details.Count == 0)
                ? model["message"]?.GetValue<string>() ?? ""
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task WriteAsync(HttpContext http, Google.Rpc.Status status)
    {
        if (HttpMethods.IsHead(http.Request.Method))
            return Task.CompletedTask;
        http.Response.ContentLength = null;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(Formatter.Format(status), http.RequestAborted);
    }
}
