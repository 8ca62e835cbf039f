using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Renovation.Tests.EndToEnd.Shapes;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>gRPC with a channel to the gateway.</summary>
internal sealed class GrpcSuite(Installation installation) : Suite(installation)
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(installation.GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = 64 * 1024 * 1024 });

    public override void Dispose() => _channel.Dispose();

    protected override async Task<TResponse> SendAsync<TResponse>(string token, IMessage request, string package)
    {
        var described = Contract.MethodOf(request.Descriptor, package);
        var method = new Method<IMessage, TResponse>(
            MethodType.Unary,
            described.Service.FullName,
            described.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create<TResponse>(message => message.ToByteArray(), bytes => new MessageParser<TResponse>(() => new TResponse()).ParseFrom(bytes)));
        try
        {
            using var call = _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }), request);
            return await call.ResponseAsync;
        }
        catch (RpcException failure)
        {
            throw Refusal.From(failure);
        }
    }
}
