using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Identity;

namespace Renovation.Shared.Errors;

/// <summary>The outermost interceptor: whatever goes wrong leaves as a rich status, in the caller's language.</summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var language = Begin(context);
        try
        {
            WellFormed.Check((IMessage)request!);
            return await continuation(request, context);
        }
        catch (Exception failure)
        {
            throw Translate(failure, language, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var language = Begin(context);
        try
        {
            WellFormed.Check((IMessage)request!);
            await continuation(request, responseStream, context);
        }
        catch (Exception failure)
        {
            throw Translate(failure, language, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var language = Begin(context);
        try
        {
            return await continuation(new WellFormedStream<TRequest>(requestStream), context);
        }
        catch (Exception failure)
        {
            throw Translate(failure, language, context);
        }
    }

    private static Language Begin(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var language = Languages.Parse(http.Request.Headers.AcceptLanguage);
        http.RequestServices.GetRequiredService<CallContext>().Begin(language);
        return language;
    }

    private RpcException Translate(Exception failure, Language language, ServerCallContext context)
    {
        if (failure is RpcException answer)
        {
            // What another service, or the way to it, failed with says nothing to the caller: it is told here.
            if (answer.StatusCode is StatusCode.Internal or StatusCode.Unknown)
                logger.LogError(failure, "{Method} failed by a call of its own", context.Method);
            return answer;
        }

        if (context.CancellationToken.IsCancellationRequested)
            return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        var http = context.GetHttpContext();
        if (Failures.Classify(failure) is { } refusal)
        {
            if (!ReferenceEquals(refusal, failure))
                logger.LogWarning(failure, "{Method} failed: {Reason}", context.Method, refusal.Reason);
            return RichStatus.Build(refusal, language, IsGrpc(http.Request)).ToRpcException();
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        logger.LogError(failure, "{Method} failed, trace {TraceId}", context.Method, traceId);
        return RichStatus.Internal(traceId, language).ToRpcException();
    }

    /// <summary>Tells gRPC from transcoded REST.</summary>
    internal static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    // Checks every message of a stream as it comes.
    private sealed class WellFormedStream<T>(IAsyncStreamReader<T> inner) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await inner.MoveNext(cancellationToken))
                return false;
            WellFormed.Check((IMessage)inner.Current!);
            return true;
        }
    }
}
