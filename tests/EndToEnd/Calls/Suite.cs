using Google.Protobuf;
using Renovation.Protos.Attachments.V1;
using Renovation.Tests.EndToEnd.Shapes;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>Calls an installation through its gateway, over gRPC or over REST; what is called is the same.</summary>
internal abstract class Suite(Installation installation) : IDisposable
{
    public const string Grpc = "grpc";
    public const string Rest = "rest";

    public Installation Installation { get; } = installation;

    public static Suite Over(string transport, Installation installation) => transport == Grpc ? new GrpcSuite(installation) : new RestSuite(installation);

    /// <summary>Calls as a client of the demo.</summary>
    /// <exception cref="Refusal">The call was refused.</exception>
    public async Task<TResponse> CallAsync<TResponse>(string client, IMessage request, string package = "", string? unit = null)
        where TResponse : class, IMessage<TResponse>, new() =>
        await SendAsync<TResponse>(await Installation.Clients.TokenAsync(client, unit), request, package);

    /// <summary>Calls as the reporter of a unit.</summary>
    /// <exception cref="Refusal">The call was refused.</exception>
    public Task<TResponse> ReportAsync<TResponse>(string unit, IMessage request)
        where TResponse : class, IMessage<TResponse>, new() => CallAsync<TResponse>("reporter", request, unit: unit);

    /// <summary>Uploads a file to the catalog as a client of the demo.</summary>
    /// <exception cref="Refusal">The call was refused.</exception>
    public async Task<Attachment> UploadAsync(string client, string fileName, byte[] content) => await SendFileAsync(await Installation.Clients.TokenAsync(client), fileName, content);

    /// <summary>Downloads a file as a client of the demo.</summary>
    /// <exception cref="Refusal">The call was refused.</exception>
    public async Task<byte[]> DownloadAsync(string client, string name) => await FetchFileAsync(await Installation.Clients.TokenAsync(client), name);

    public abstract void Dispose();

    protected abstract Task<Attachment> SendFileAsync(string token, string fileName, byte[] content);

    protected abstract Task<byte[]> FetchFileAsync(string token, string name);

    protected abstract Task<TResponse> SendAsync<TResponse>(string token, IMessage request, string package)
        where TResponse : class, IMessage<TResponse>, new();
}
