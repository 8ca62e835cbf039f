using Grpc.Core;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Attachments;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Applications;

/// <summary>Serves the files of applications.</summary>
internal sealed class AttachmentApi(AttachmentRoom<FundingDbContext> room) : V1.AttachmentService.AttachmentServiceBase
{
    public override Task<Attachment> UploadAttachment(IAsyncStreamReader<UploadAttachmentRequest> requestStream, ServerCallContext context) =>
        room.UploadAsync(requestStream, context.CancellationToken);

    public override Task<Attachment> GetAttachment(GetAttachmentRequest request, ServerCallContext context) => room.DescribeAsync(request.Name, context.CancellationToken);

    public override Task<ListAttachmentsResponse> ListAttachments(ListAttachmentsRequest request, ServerCallContext context) => room.DescribeAllAsync([request.Parent], context.CancellationToken);

    public override Task DownloadAttachment(DownloadAttachmentRequest request, IServerStreamWriter<DownloadAttachmentResponse> responseStream, ServerCallContext context) =>
        room.DownloadAsync(request.Name, responseStream, context.CancellationToken);
}
