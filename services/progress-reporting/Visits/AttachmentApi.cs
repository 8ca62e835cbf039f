using Grpc.Core;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Attachments;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Visits;

/// <summary>Serves the files of visits.</summary>
internal sealed class AttachmentApi(AttachmentRoom<ProgressDbContext> room) : V1.AttachmentService.AttachmentServiceBase
{
    public override Task<Attachment> UploadAttachment(IAsyncStreamReader<UploadAttachmentRequest> requestStream, ServerCallContext context) =>
        room.UploadAsync(requestStream, context.CancellationToken);

    public override async Task<Attachment> GetAttachment(GetAttachmentRequest request, ServerCallContext context) =>
        AttachmentMapping.ToProto(await room.FindAsync(request.Name, context.CancellationToken));

    public override async Task<ListAttachmentsResponse> ListAttachments(ListAttachmentsRequest request, ServerCallContext context) =>
        new() { Attachments = { (await room.ListAsync([request.Parent], context.CancellationToken)).Select(AttachmentMapping.ToProto) } };

    public override Task DownloadAttachment(DownloadAttachmentRequest request, IServerStreamWriter<DownloadAttachmentResponse> responseStream, ServerCallContext context) =>
        room.DownloadAsync(request.Name, responseStream, context.CancellationToken);
}
