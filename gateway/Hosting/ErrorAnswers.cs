using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Renovation.Gateway.Journal;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Hosting;

/// <summary>The outermost part: whatever goes wrong in the gateway leaves in the error model, and every refusal, of a service too, is noted in the journal.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, AccessJournal journal, ILogger<ErrorAnswers> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(http, failure);
            return;
        }

        if (IsDenied(http))
            journal.NoteRefusal(http, "PERMISSION_DENIED");
        else if (http.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null or 0 })
            await ErrorModel.WriteAsync(http, FrameworkErrors.Of(http.Response.StatusCode, "", ErrorModel.LanguageOf(http)), http.Response.StatusCode);
    }

    private async Task AnswerAsync(HttpContext http, Exception failure)
    {
        var signIn = http.Response.Headers.WWWAuthenticate;
        http.Response.Clear();
        http.Response.Headers.WWWAuthenticate = signIn;
        if (Failures.Classify(failure) is { } refusal)
        {
            if (refusal.Kind is ErrorKind.Unauthenticated or ErrorKind.Denied or ErrorKind.TooMany)
                journal.NoteRefusal(http, refusal.Reason);
            await ErrorModel.WriteAsync(http, refusal);
            return;
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        logger.LogError(failure, "{Path} failed, trace {TraceId}", http.Request.Path, traceId);
        await ErrorModel.WriteAsync(http, RichStatus.Internal(traceId, ErrorModel.LanguageOf(http)), StatusCodes.Status500InternalServerError);
    }

    // The answer of a service: gRPC says it in trailers, or in the headers when there is no body.
    private static bool IsDenied(HttpContext http)
    {
        if (!ErrorInterceptor.IsGrpc(http.Request))
            return http.Response.StatusCode == StatusCodes.Status403Forbidden;
        const string Status = "grpc-status";
        var said = http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers && trailers.TryGetValue(Status, out var trailer)
            ? trailer.ToString()
            : http.Response.Headers[Status].ToString();
        return said == ((int)StatusCode.PermissionDenied).ToString(CultureInfo.InvariantCulture);
    }
}
