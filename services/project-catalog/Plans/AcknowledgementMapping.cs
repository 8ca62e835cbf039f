using Google.Protobuf.WellKnownTypes;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Maps acknowledgements to the contract.</summary>
internal static class AcknowledgementMapping
{
    public static V1.Acknowledgement ToProto(Acknowledgement one) => new()
    {
        Name = one.ResourceName,
        Unit = one.Unit,
        State = one.IsPending ? V1.Acknowledgement.Types.State.Pending : V1.Acknowledgement.Types.State.Acknowledged,
        Revision = one.Revision,
        AcknowledgedRevision = one.AcknowledgedRevision,
        AcknowledgeTime = one.AcknowledgeTime is { } time ? Timestamp.FromDateTime(time) : null,
        Person = one.Person,
        Note = one.Note,
        CreateTime = Timestamp.FromDateTime(one.CreateTime),
        UpdateTime = Timestamp.FromDateTime(one.UpdateTime),
        Etag = one.Etag,
    };
}
