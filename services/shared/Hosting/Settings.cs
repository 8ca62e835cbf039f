using System.Globalization;
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

    /// <summary>Reads a setting that is a whole number.</summary>
    /// <param name="configuration">Where it stands.</param>
    /// <param name="name">Its whole name, e.g. <c>Reporting:DueDay</c>.</param>
    /// <param name="least">The least it may be, 0 or more.</param>
    /// <param name="most">The most it may be.</param>
    /// <param name="unset">What holds when it is not set.</param>
    /// <exception cref="InvalidOperationException">It is something else, or out of range.</exception>
    public static int ReadNumber(this IConfiguration configuration, string name, int least, int most, int unset) => configuration[name] is { Length: > 0 } text
        ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException($"The setting {name} is a whole number from {least} to {most}, not {text}.")
        : unset;
}
