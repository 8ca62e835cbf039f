using System.Text.Json.Serialization;

namespace Renovation.FundingSupport.Applications;

/// <summary>Leave to support the same base a second time. It takes two people.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Requester">Who asked.</param>
/// <param name="RequestTime">When (UTC).</param>
/// <param name="Confirmer">Who confirmed, empty before.</param>
/// <param name="ConfirmTime">When (UTC), null before.</param>
internal sealed record Waiver(string Reason, string Requester, DateTime RequestTime, string Confirmer, DateTime? ConfirmTime)
{
    /// <summary>Whether it counts.</summary>
    [JsonIgnore]
    public bool IsConfirmed => Confirmer.Length > 0;
}
