using Google.Protobuf.WellKnownTypes;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Maps enterprises to the contract.</summary>
internal static class EnterpriseMapping
{
    public static V1.Enterprise ToProto(Enterprise enterprise) => new()
    {
        Name = enterprise.ResourceName,
        Uscc = enterprise.Uscc,
        Title = enterprise.Title,
        Unit = enterprise.Unit,
        DirectoryState = (V1.Enterprise.Types.DirectoryState)enterprise.DirectoryState,
        NotListedReason = enterprise.NotListedReason,
        CreateTime = Timestamp.FromDateTime(enterprise.CreateTime),
        UpdateTime = Timestamp.FromDateTime(enterprise.UpdateTime),
        Etag = enterprise.Etag,
    };

    /// <summary>Gives the standing; an unknown number is not known.</summary>
    public static DirectoryState StateOf(V1.Enterprise enterprise) =>
        System.Enum.IsDefined((DirectoryState)enterprise.DirectoryState) ? (DirectoryState)enterprise.DirectoryState : DirectoryState.Unknown;
}
