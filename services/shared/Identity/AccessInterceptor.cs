using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Renovation.Shared.Identity;

/// <summary>Admits every gRPC call, and with it every transcoded REST call.</summary>
internal sealed class AccessInterceptor(Admittance admittance) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync((IMessage)request, context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync((IMessage)request, context);
        await continuation(request, responseStream, context);
    }

    // Before the first message is read.
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AdmitAsync((IMessage)Activator.CreateInstance<TRequest>(), context);
        return await continuation(requestStream, context);
    }

    private Task AdmitAsync(IMessage request, ServerCallContext context) => admittance.AdmitAsync(context.GetHttpContext(), context.Method, request, context.CancellationToken);
}
