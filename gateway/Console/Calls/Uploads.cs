using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components.Forms;
using Renovation.Protos.Attachments.V1;

namespace Renovation.Gateway.Console;

/// <summary>Sends files of a browser to a service, as they come.</summary>
internal static class Uploads
{
    /// <summary>Most bytes of a file.</summary>
    public const long Most = 20L * 1024 * 1024;

    /// <summary>Most files at once.</summary>
    public const int MostFiles = 10;

    private const int Part = 64 * 1024;

    /// <summary>Sends files one after the other; gives the names of the attachments.</summary>
    /// <exception cref="RpcException">One is too large, or the service does not take it.</exception>
    public static async Task<IReadOnlyList<string>> SendAsync(Func<AsyncClientStreamingCall<UploadAttachmentRequest, Attachment>> begin, IEnumerable<IBrowserFile> files, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var file in files)
            names.Add(await SendAsync(begin(), file, cancellationToken));
        return names;
    }

    private static async Task<string> SendAsync(AsyncClientStreamingCall<UploadAttachmentRequest, Attachment> call, IBrowserFile file, CancellationToken cancellationToken)
    {
        using (call)
        {
            if (file.Size > Most)
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"{file.Name}: > 20 MB"));
            await call.RequestStream.WriteAsync(new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header { FileName = file.Name } }, cancellationToken);
            await using var stream = file.OpenReadStream(Most, cancellationToken);
            var buffer = new byte[Part];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
                await call.RequestStream.WriteAsync(new UploadAttachmentRequest { Data = ByteString.CopyFrom(buffer, 0, read) }, cancellationToken);
            await call.RequestStream.CompleteAsync();
            return (await call).Name;
        }
    }
}
