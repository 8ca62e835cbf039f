using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Bounds of the reasons that people give.</summary>
internal static class Reasons
{
    private const int Most = 500;

    /// <summary>Refuses a missing or overlong reason.</summary>
    /// <exception cref="DomainException">REQUIRED, LENGTH.</exception>
    public static void Require(string reason)
    {
        if (reason.Length == 0)
            throw DomainException.Invalid("reason", "REQUIRED", new LocalText("须填原因。", "A reason is required."));
        Limit(reason);
    }

    /// <summary>Refuses an overlong reason.</summary>
    /// <exception cref="DomainException">LENGTH.</exception>
    public static void Limit(string reason, string field = "reason")
    {
        if (reason.Length > Most)
            throw DomainException.Invalid(field, "LENGTH", new LocalText("原因不超过 500 字。", "The reason has at most 500 characters."));
    }
}

/// <summary>Bounds of the days that people state.</summary>
internal static class Days
{
    /// <summary>Refuses a day in the future.</summary>
    /// <exception cref="DomainException">IN_FUTURE.</exception>
    public static void NotAfter(DateOnly date, DateOnly today, string field)
    {
        if (date > today)
            throw DomainException.Invalid(field, "IN_FUTURE", new LocalText("日期不得晚于今天。", "The day is not in the future."));
    }
}
