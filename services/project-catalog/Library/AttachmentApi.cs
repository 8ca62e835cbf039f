using Grpc.Core;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Contract;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Serves the files of projects.</summary>
internal sealed class AttachmentApi(CatalogDbContext db, AttachmentRoom<CatalogDbContext> room) : V1.AttachmentService.AttachmentServiceBase
{
    public override Task<Attachment> UploadAttachment(IAsyncStreamReader<UploadAttachmentRequest> requestStream, ServerCallContext context) =>
        room.UploadAsync(requestStream, context.CancellationToken);

    public override Task<Attachment> GetAttachment(GetAttachmentRequest request, ServerCallContext context) => room.DescribeAsync(request.Name, context.CancellationToken);

    public override async Task<ListAttachmentsResponse> ListAttachments(ListAttachmentsRequest request, ServerCallContext context)
    {
        var project = await db.FindProjectAsync(ResourceNames.Id(request.Parent, "projects", "parent"), context.CancellationToken);
        return await room.DescribeAllAsync([.. project.Procedures.Select(procedure => ProcedureMapping.NameOf(project, procedure.Kind))], context.CancellationToken);
    }

    public override Task DownloadAttachment(DownloadAttachmentRequest request, IServerStreamWriter<DownloadAttachmentResponse> responseStream, ServerCallContext context) =>
        room.DownloadAsync(request.Name, responseStream, context.CancellationToken);
}
