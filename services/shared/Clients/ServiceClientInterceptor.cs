using Grpc.Core;
using Grpc.Core.Interceptors;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Shared.Clients;

/// <summary>Gives calls to another service their deadline, the caller's token and language, and outages of that service a name.</summary>
internal sealed class ServiceClientInterceptor(string module, CallContext call, TimeProvider time) : Interceptor
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(5);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var started = continuation(request, Prepare(context, DefaultDeadline));
        return new AsyncUnaryCall<TResponse>(NameOutageAsync(started.ResponseAsync), started.ResponseHeadersAsync, started.GetStatus, started.GetTrailers, started.Dispose);
    }

    // A stream may run for as long as there is something to read: it has no default deadline.
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var started = continuation(request, Prepare(context, null));
        return new AsyncServerStreamingCall<TResponse>(new Reader<TResponse>(started.ResponseStream, this), started.ResponseHeadersAsync, started.GetStatus, started.GetTrailers, started.Dispose);
    }

    private ClientInterceptorContext<TRequest, TResponse> Prepare<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, TimeSpan? limit)
        where TRequest : class
        where TResponse : class
    {
        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? [])
            headers.Add(entry);
        if (call.BearerToken is { } token && headers.Get("authorization") is null)
            headers.Add("authorization", $"Bearer {token}");
        if (headers.Get("accept-language") is null)
            headers.Add("accept-language", call.Language == Language.English ? "en" : "zh-CN");
        var options = context.Options.WithHeaders(headers);
        if (limit is { } span && options.Deadline is null)
            options = options.WithDeadline(time.GetUtcNow().UtcDateTime + span);
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
    }

    private async Task<TResponse> NameOutageAsync<TResponse>(Task<TResponse> response)
    {
        try
        {
            return await response;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded || IsBroken(failure))
        {
            throw DomainException.Busy(
                $"{module.ToUpperInvariant()}_UNAVAILABLE",
                new($"{module} 服务暂时不可用，请稍后重试。", $"The {module} service is not available, try again."),
                TimeSpan.FromSeconds(2),
                ("service", module));
        }
    }

    // A connection that breaks within a call is told as an internal error, of the client's own making: no service answers with an exception.
    private static bool IsBroken(RpcException failure) => failure is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException or IOException };

    private sealed class Reader<TResponse>(IAsyncStreamReader<TResponse> inner, ServiceClientInterceptor interceptor) : IAsyncStreamReader<TResponse>
    {
        public TResponse Current => inner.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => interceptor.NameOutageAsync(inner.MoveNext(cancellationToken));
    }
}
