using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console;

/// <summary>Roles as people call them.</summary>
internal static class RoleTitles
{
    /// <summary>Gives the name of whoever did something: that by which a person signs in, a client's id, or that it was the system itself.</summary>
    public static string NameOf(string actor, Language language) =>
        actor is "catalog" or "progress" or "funding" or "gateway" ? language.Say("系统", "the system")
        : actor == "demo" ? language.Say("样例数据", "sample data")
        : actor.StartsWith(Accounts.Account.IdPrefix, StringComparison.Ordinal) ? actor[Accounts.Account.IdPrefix.Length..]
        : actor;

    public static string Of(string claim, Language language) => Roles.TryParse(claim, out var role) ? Of(role, language) : claim;

    public static string Of(Role role, Language language) => (role switch
    {
        Role.Planner => new LocalText("市工信局规划人员", "Planner"),
        Role.Reporter => new LocalText("填报单位", "Reporter"),
        Role.Certifier => new LocalText("审核签发", "Certifier"),
        Role.Enterprise => new LocalText("企业", "Enterprise"),
        Role.Finance => new LocalText("财政", "Finance"),
        Role.AssetManager => new LocalText("资产公司", "Asset company"),
        Role.Department => new LocalText("市级部门", "Department"),
        Role.Government => new LocalText("市政府", "City government"),
        Role.Auditor => new LocalText("审计", "Auditor"),
        Role.Service => new LocalText("系统接口", "Machine"),
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    }).In(language);
}

/// <summary>Times as people read them, in the zone of the calendar.</summary>
internal sealed class ConsoleClock(Shared.Time.BusinessClock clock)
{
    /// <summary>Gives an instant as 2017-07-03 09:05.</summary>
    public string Text(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), clock.Zone).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The day of the calendar now.</summary>
    public DateOnly Today => clock.Today();
}
