using System.Globalization;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>How many rounds of a fault: all of them with <c>tests/run --full</c>, a fixed share otherwise.</summary>
internal static class Rounds
{
    public const int Full = 20;
    private const int Share = 2;

    public static int Count { get; } = Environment.GetEnvironmentVariable("RENOVATION_TEST_FULL") == "1" ? Full : Share;

    public static string Request() => Guid.CreateVersion7().ToString("D", CultureInfo.InvariantCulture);
}
