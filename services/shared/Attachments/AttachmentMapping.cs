using Google.Protobuf.WellKnownTypes;
using Renovation.Protos.Attachments.V1;

namespace Renovation.Shared.Attachments;

/// <summary>Maps attachments to the contract.</summary>
public static class AttachmentMapping
{
    /// <summary>Gives the message of an attachment.</summary>
    public static Attachment ToProto(StoredAttachment attachment) => new()
    {
        Name = attachment.ResourceName,
        FileName = attachment.FileName,
        MediaType = attachment.MediaType,
        SizeBytes = attachment.SizeBytes,
        Sha256 = attachment.Sha256,
        Parent = attachment.Parent,
        Uploader = attachment.Uploader,
        CreateTime = Timestamp.FromDateTime(attachment.CreateTime),
    };
}
