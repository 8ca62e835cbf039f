using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.EndToEnd.Shapes;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>gRPC with a channel to the gateway.</summary>
internal sealed class GrpcSuite(Installation installation) : Suite(installation)
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(installation.GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = 64 * 1024 * 1024 });

    public override void Dispose() => _channel.Dispose();

    protected override async Task<Attachment> SendFileAsync(string token, string fileName, byte[] content)
    {
        using var call = new AttachmentService.AttachmentServiceClient(_channel).UploadAttachment(Bearer(token));
        await call.RequestStream.WriteAsync(new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header { FileName = fileName } });
        foreach (var piece in content.Chunk(256 * 1024))
            await call.RequestStream.WriteAsync(new UploadAttachmentRequest { Data = ByteString.CopyFrom(piece) });
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    protected override async Task<byte[]> FetchFileAsync(string token, string name)
    {
        using var call = new AttachmentService.AttachmentServiceClient(_channel).DownloadAttachment(new DownloadAttachmentRequest { Name = name }, Bearer(token));
        using var content = new MemoryStream();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
            message.Data.WriteTo(content);
        return content.ToArray();
    }

    private static CallOptions Bearer(string token) => new(new Metadata { { "authorization", $"Bearer {token}" } });

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
            using var call = _channel.CreateCallInvoker().AsyncUnaryCall(method, null, Bearer(token), request);
            return await call.ResponseAsync;
        }
        catch (RpcException failure)
        {
            throw Refusal.From(failure);
        }
    }
}
