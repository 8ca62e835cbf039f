using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Terms of returns as people read them.</summary>
internal static class ReturnTexts
{
    public static LocalText State(Return.Types.State state) => state switch
    {
        Return.Types.State.NotStarted => new("未填报", "not started"),
        Return.Types.State.Draft => new("填报中", "draft"),
        Return.Types.State.Ready => new("待审核", "to be certified"),
        Return.Types.State.Submitted => new("已报送", "submitted"),
        Return.Types.State.Returned => new("已退回", "returned"),
        Return.Types.State.Accepted => new("已接收", "accepted"),
        _ => new("—", "—"),
    };

    /// <summary>Gives the quarter of a name, 2017Q2 of periods/2017Q2.</summary>
    public static string PeriodOf(string name) => name.Replace("periods/", "", StringComparison.Ordinal);

    public static string Tone(Return.Types.State state) => state switch
    {
        Return.Types.State.Accepted => "good",
        Return.Types.State.Returned => "bad",
        Return.Types.State.Submitted or Return.Types.State.Ready => "warn",
        _ => "",
    };
}
