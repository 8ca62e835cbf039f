using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Life of a project (生命周期).</summary>
internal enum Stage
{
    Reserve = 1,
    Preliminary = 2,
    UnderConstruction = 3,
    Completed = 4,
    InProduction = 5,
    AtCapacity = 6,
    Suspended = 7,
    Terminated = 8,
}

/// <summary>Which stage may follow which by a person's decision (domain rule: RESERVE → PRELIMINARY → UNDER_CONSTRUCTION → COMPLETED → IN_PRODUCTION → AT_CAPACITY).</summary>
internal static class StageRules
{
    private static readonly Dictionary<Stage, Stage[]> Followers = new()
    {
        [Stage.Reserve] = [Stage.Preliminary, Stage.UnderConstruction, Stage.Suspended, Stage.Terminated],
        [Stage.Preliminary] = [Stage.Reserve, Stage.UnderConstruction, Stage.Suspended, Stage.Terminated],

        // Production may begin in part before completion.
        [Stage.UnderConstruction] = [Stage.Completed, Stage.InProduction, Stage.Suspended, Stage.Terminated],
        [Stage.Completed] = [Stage.InProduction, Stage.Suspended, Stage.Terminated],
        [Stage.InProduction] = [Stage.AtCapacity, Stage.Suspended, Stage.Terminated],
        [Stage.AtCapacity] = [],
        [Stage.Terminated] = [],
    };

    /// <summary>Tells whether a stage may follow.</summary>
    /// <param name="before">Stage from which a suspended project came, null unless it is suspended.</param>
    public static bool CanFollow(Stage now, Stage next, Stage? before) => Next(now, before).Contains(next);

    /// <summary>Says what may follow instead.</summary>
    public static LocalText NotReachable(Stage now, Stage next, Stage? before)
    {
        var followers = Next(now, before);
        return followers.Length == 0
            ? new LocalText($"项目已{Title(now)}，阶段不再变更。", $"The project is {Name(now)}, which is the end.")
            : new LocalText(
                $"不能由{Title(now)}转为{Title(next)}；可转为：{string.Join("、", followers.Select(Title))}。",
                $"{Name(next)} does not follow {Name(now)}; these do: {string.Join(", ", followers.Select(Name))}.");
    }

    private static Stage[] Next(Stage now, Stage? before) => now == Stage.Suspended ? [before ?? Stage.Reserve, Stage.Terminated] : Followers[now];

    private static string Title(Stage stage) => stage switch
    {
        Stage.Reserve => "储备",
        Stage.Preliminary => "前期",
        Stage.UnderConstruction => "在建",
        Stage.Completed => "竣工",
        Stage.InProduction => "投产",
        Stage.AtCapacity => "达产",
        Stage.Suspended => "停缓建",
        Stage.Terminated => "终止",
        _ => "未知",
    };

    private static string Name(Stage stage) => stage switch
    {
        Stage.UnderConstruction => "UNDER_CONSTRUCTION",
        Stage.InProduction => "IN_PRODUCTION",
        Stage.AtCapacity => "AT_CAPACITY",
        _ => stage.ToString().ToUpperInvariant(),
    };
}
