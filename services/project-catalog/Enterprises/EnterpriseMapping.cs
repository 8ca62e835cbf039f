using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Maps enterprises to the contract.</summary>
internal static class EnterpriseMapping
{
    /// <summary>Fields that an update may name.</summary>
    public static readonly string[] Updatable =
    [
        "title", "unit", "directory_state", "not_listed_reason", "not_listed_cause", "revenue_yuan", "revenue_month", "production_status", "expected_month", "declared_month",
    ];

    /// <summary>Maps an enterprise as the journal keeps it: whether it is to be urged depends on a setting and is told to readers only.</summary>
    public static V1.Enterprise ToProto(Enterprise enterprise)
    {
        var standing = enterprise.Standing;
        return new V1.Enterprise
        {
            Name = enterprise.ResourceName,
            Uscc = enterprise.Uscc,
            Title = enterprise.Title,
            Unit = enterprise.Unit,
            DirectoryState = (V1.Enterprise.Types.DirectoryState)standing.State,
            NotListedReason = standing.Reason,
            NotListedCause = (V1.Enterprise.Types.NotListedCause)standing.Cause,
            RevenueYuan = standing.RevenueYuan,
            RevenueMonth = CalendarText.Month(standing.RevenueMonth),
            ProductionStatus = (V1.Enterprise.Types.ProductionStatus)standing.Production,
            ExpectedMonth = CalendarText.Month(standing.ExpectedMonth),
            DeclaredMonth = CalendarText.Month(standing.DeclaredMonth),
            ListedMonth = CalendarText.Month(enterprise.ListedMonth),
            UrgeCount = enterprise.UrgeCount,
            UrgeTime = enterprise.UrgeTime is { } urged ? Timestamp.FromDateTime(urged) : null,
            FormerTitles = { enterprise.FormerTitles.Select(former => new V1.FormerTitle { Title = former.Title, EndDate = CalendarText.Day(former.EndDate) }) },
            MergedInto = enterprise.MergedInto.Length == 0 ? "" : $"enterprises/{enterprise.MergedInto}",
            CreateTime = Timestamp.FromDateTime(enterprise.CreateTime),
            UpdateTime = Timestamp.FromDateTime(enterprise.UpdateTime),
            Etag = enterprise.Etag,
        };
    }

    /// <summary>Tells a reader whether the enterprise is to be urged.</summary>
    public static V1.Enterprise Shown(V1.Enterprise enterprise, AboveScale scale)
    {
        enterprise.ToUrge = enterprise.MergedInto.Length == 0 && StandingOf(enterprise).ToUrge(scale.ThresholdYuan);
        return enterprise;
    }

    /// <summary>Reads what people state of the standing; a number that the contract does not know is not known.</summary>
    /// <exception cref="DomainException">INVALID_MONTH: names every month that does not exist.</exception>
    public static DirectoryStanding StandingOf(V1.Enterprise enterprise)
    {
        var validation = new Validation();
        var standing = new DirectoryStanding(
            Known((DirectoryState)enterprise.DirectoryState),
            Known((NotListedCause)enterprise.NotListedCause),
            enterprise.NotListedReason.Trim(),
            enterprise.RevenueYuan,
            CalendarText.ReadMonth(enterprise.RevenueMonth, "enterprise.revenue_month", validation),
            Known((ProductionStatus)enterprise.ProductionStatus),
            CalendarText.ReadMonth(enterprise.ExpectedMonth, "enterprise.expected_month", validation),
            CalendarText.ReadMonth(enterprise.DeclaredMonth, "enterprise.declared_month", validation));
        validation.ThrowIfAny();
        return standing;
    }

    private static TEnum Known<TEnum>(TEnum value)
        where TEnum : struct, System.Enum =>
        System.Enum.IsDefined(value) ? value : default;
}
