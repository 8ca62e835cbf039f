using Microsoft.Extensions.Configuration;

namespace Renovation.Shared.Hosting;

/// <summary>Reads settings so that a wrong one names itself.</summary>
public static class Settings
{
    /// <summary>Reads a setting that is true or false.</summary>
    /// <param name="configuration">Where it stands.</param>
    /// <param name="name">Its whole name, e.g. <c>Reporting:OpensByItself</c>.</param>
    /// <param name="unset">What holds when it is not set.</param>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public static bool ReadFlag(this IConfiguration configuration, string name, bool unset) => configuration[name] is { Length: > 0 } text
        ? bool.TryParse(text, out var value) ? value : throw new InvalidOperationException($"The setting {name} is true or false, not {text}.")
        : unset;
}
