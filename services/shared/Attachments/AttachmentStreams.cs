using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Attachments;

/// <summary>Brings files in and out over gRPC, piece by piece, and describes them.</summary>
public static class AttachmentStreams
{
    private const int PieceSize = 256 * 1024;

    /// <summary>Takes a file from a stream of messages.</summary>
    /// <exception cref="DomainException">The stream does not begin with a header, or the file is refused.</exception>
    public static async Task<Attachment> UploadAsync<TContext>(this AttachmentRoom<TContext> room, IAsyncStreamReader<UploadAttachmentRequest> stream, CancellationToken cancellationToken)
        where TContext : JournaledDbContext
    {
        if (!await stream.MoveNext(cancellationToken) || stream.Current.PartCase != UploadAttachmentRequest.PartOneofCase.Header)
            throw DomainException.Invalid("header", "REQUIRED", new("首条消息须为文件头。", "The first message is the header."));
        var header = stream.Current.Header;
        return AttachmentMapping.ToProto(await room.TakeAsync(header.FileName, header.Sha256, PiecesAsync(stream, cancellationToken), cancellationToken));
    }

    /// <summary>Describes a file.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public static async Task<Attachment> DescribeAsync<TContext>(this AttachmentRoom<TContext> room, string name, CancellationToken cancellationToken)
        where TContext : JournaledDbContext => AttachmentMapping.ToProto(await room.FindAsync(name, cancellationToken));

    /// <summary>Describes what hangs on any of some things, oldest first.</summary>
    public static async Task<ListAttachmentsResponse> DescribeAllAsync<TContext>(this AttachmentRoom<TContext> room, IReadOnlyCollection<string> parents, CancellationToken cancellationToken)
        where TContext : JournaledDbContext => new() { Attachments = { (await room.ListAsync(parents, cancellationToken)).Select(AttachmentMapping.ToProto) } };

    /// <summary>Gives a file as a stream of messages.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public static async Task DownloadAsync<TContext>(
        this AttachmentRoom<TContext> room, string name, IServerStreamWriter<DownloadAttachmentResponse> stream, CancellationToken cancellationToken)
        where TContext : JournaledDbContext
    {
        var attachment = await room.FindAsync(name, cancellationToken);
        await using var content = await room.OpenAsync(attachment, cancellationToken);
        await stream.WriteAsync(new DownloadAttachmentResponse { Attachment = AttachmentMapping.ToProto(attachment) }, cancellationToken);
        await foreach (var piece in PiecesAsync(content, cancellationToken))
            await stream.WriteAsync(new DownloadAttachmentResponse { Data = ByteString.CopyFrom(piece.Span) }, cancellationToken);
    }

    /// <summary>Reads a stream in pieces; each is valid until the next.</summary>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            while (await content.ReadAsync(buffer.AsMemory(0, PieceSize), cancellationToken) is > 0 and var count)
                yield return buffer.AsMemory(0, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(IAsyncStreamReader<UploadAttachmentRequest> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await stream.MoveNext(cancellationToken))
        {
            if (stream.Current.PartCase != UploadAttachmentRequest.PartOneofCase.Data)
                throw DomainException.Invalid("data", "REQUIRED", new("文件头之后的消息须为文件内容。", "Messages after the header carry the content."));
            yield return stream.Current.Data.Memory;
        }
    }
}
