using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Hosting;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Settings of the problem ledger. The units are those of the reference city unless they are set.</summary>
/// <param name="Bureau">Code of the bureau (<c>Problems:Bureau</c>, default 6101GX).</param>
/// <param name="Government">Code of the city (<c>Problems:Government</c>, default 610100).</param>
/// <param name="Departments">Department of a category (<c>Problems:Departments:{Category}</c>, e.g. <c>Land</c>; an empty one is none).</param>
/// <param name="Days">Days of the clock by level (<c>Problems:Days:{Level}</c>, default District 15, Bureau 30, Departments 30, Government 60).</param>
/// <param name="EscalatesByItself">Whether the clock escalates (<c>Problems:EscalatesByItself</c>, default true).</param>
internal sealed record ProblemRules(
    string Bureau, string Government, IReadOnlyDictionary<ProblemCategory, string> Departments, IReadOnlyDictionary<ProblemLevel, int> Days, bool EscalatesByItself)
{
    private const int MostDays = 3660;

    private static readonly Dictionary<ProblemCategory, string> ReferenceDepartments = new()
    {
        [ProblemCategory.Land] = "6101D1",
        [ProblemCategory.Environment] = "6101D2",
        [ProblemCategory.Funds] = "6101D3",
        [ProblemCategory.Transport] = "6101D4",
        [ProblemCategory.Approvals] = "6101D6",
    };

    private static readonly Dictionary<ProblemLevel, int> DefaultDays = new()
    {
        [ProblemLevel.District] = 15,
        [ProblemLevel.Bureau] = 30,
        [ProblemLevel.Departments] = 30,
        [ProblemLevel.Government] = 60,
    };

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range.</exception>
    public static ProblemRules Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Problems");
        var departments = Enum.GetValues<ProblemCategory>().Where(category => category != ProblemCategory.None)
            .Select(category => (category, Unit: settings[$"Departments:{category}"] ?? ReferenceDepartments.GetValueOrDefault(category, "")))
            .Where(pair => pair.Unit.Length > 0).ToDictionary(pair => pair.category, pair => pair.Unit);
        return new ProblemRules(
            Unit(settings, "Bureau", "6101GX"), Unit(settings, "Government", "610100"), departments, DefaultDays.ToDictionary(pair => pair.Key, pair => configuration.ReadNumber($"Problems:Days:{pair.Key}", 1, MostDays, pair.Value)), configuration.ReadFlag("Problems:EscalatesByItself", true));
    }

    /// <summary>Gives the days of the clock of a level.</summary>
    public int DaysAt(ProblemLevel level) => Days[level];

    private static string Unit(IConfigurationSection settings, string name, string unset) => settings[name] is { Length: > 0 } unit ? unit : unset;
}
