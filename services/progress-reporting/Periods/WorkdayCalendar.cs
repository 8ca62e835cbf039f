using System.Globalization;
using System.Text.Json;

namespace Renovation.ProgressReporting.Periods;

/// <summary>What a day is in the calendar of working days.</summary>
/// <param name="IsWorked">Whether offices work on it.</param>
/// <param name="Occasion">The holiday on which it is off or for which it is made up; null on an ordinary day.</param>
/// <param name="IsKnown">Whether the calendar has the year: without it only weekends are off.</param>
internal readonly record struct DayNature(bool IsWorked, string? Occasion, bool IsKnown);

/// <summary>
/// Tells working days: Monday to Friday but for the statutory holidays, and the weekend days on which holidays are made up (调休). It is data with a version; one for later years can be given
/// in a file.
/// </summary>
internal sealed class WorkdayCalendar
{
    private const int LongestSearch = 60;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };
    private readonly Dictionary<DateOnly, string> _off = [];
    private readonly Dictionary<DateOnly, string> _worked = [];
    private readonly HashSet<int> _years = [];

    private WorkdayCalendar(string version, string source) => (Version, Source) = (version, source);

    /// <summary>Version of the data, e.g. <c>2026.1</c>.</summary>
    public string Version { get; }

    /// <summary>Where the dates are from.</summary>
    public string Source { get; }

    /// <summary>Reads the calendar that comes with the program, 2016 to 2026.</summary>
    public static WorkdayCalendar BuiltIn()
    {
        using var stream = typeof(WorkdayCalendar).Assembly.GetManifestResourceStream("workdays.json") ?? throw new InvalidOperationException("The program has no workdays.json.");
        return Read(stream, "workdays.json");
    }

    /// <summary>Reads a calendar from a file.</summary>
    /// <exception cref="InvalidOperationException">There is no such file, or it is no calendar.</exception>
    public static WorkdayCalendar Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The calendar {path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads a calendar.</summary>
    /// <param name="name">Name of the data, for errors.</param>
    /// <exception cref="InvalidOperationException">It is no calendar: says what is wrong with it.</exception>
    public static WorkdayCalendar Read(Stream json, string name)
    {
        CalendarData data;
        try
        {
            data = JsonSerializer.Deserialize<CalendarData>(json, Json) ?? throw new InvalidOperationException($"The calendar {name} is empty.");
        }
        catch (JsonException failure)
        {
            throw new InvalidOperationException($"The calendar {name} is not as expected at {failure.Path}, line {failure.LineNumber + 1}: {failure.Message}", failure);
        }

        var calendar = new WorkdayCalendar(data.Version ?? "", data.Source ?? "");
        foreach (var year in data.Years ?? [])
            calendar.Add(year, name);
        return calendar._years.Count > 0 && calendar.Version.Length > 0 ? calendar : throw new InvalidOperationException($"The calendar {name} has no version or no years.");
    }

    /// <summary>Says what a day is.</summary>
    public DayNature Of(DateOnly day)
    {
        var known = _years.Contains(day.Year);
        if (_worked.TryGetValue(day, out var made))
            return new DayNature(true, made, known);
        if (_off.TryGetValue(day, out var holiday))
            return new DayNature(false, holiday, known);
        return new DayNature(day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday), null, known);
    }

    /// <summary>Gives the first working day from a day on, which may be the day itself.</summary>
    public DateOnly WorkdayFrom(DateOnly day)
    {
        for (var days = 0; days < LongestSearch; days++)
        {
            if (Of(day.AddDays(days)).IsWorked)
                return day.AddDays(days);
        }

        throw new InvalidOperationException($"The calendar has no working day within {LongestSearch} days of {day:yyyy-MM-dd}.");
    }

    private void Add(YearData year, string name)
    {
        if (!_years.Add(year.Year))
            throw new InvalidOperationException($"The calendar {name} has the year {year.Year} twice.");
        foreach (var off in year.Off ?? [])
        {
            var (first, last) = (DayOf(off.First, year, name), DayOf(off.Last, year, name));
            if (last < first)
                throw new InvalidOperationException($"The calendar {name} has a holiday that ends before it begins: {off.First} to {off.Last}.");
            for (var day = first; day <= last; day = day.AddDays(1))
                Note(_off, day, off.Name, name);
        }

        foreach (var work in year.Work ?? [])
            Note(_worked, DayOf(work.Day, year, name), work.Name, name);
    }

    private void Note(Dictionary<DateOnly, string> days, DateOnly day, string? occasion, string name)
    {
        if (_off.ContainsKey(day) || _worked.ContainsKey(day))
            throw new InvalidOperationException($"The calendar {name} has the day {day:yyyy-MM-dd} twice.");
        days[day] = occasion ?? "";
    }

    private static DateOnly DayOf(string? text, YearData year, string name) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year == year.Year
            ? day
            : throw new InvalidOperationException($"The calendar {name} has the day {text} in {year.Year}: a day of that year is written YYYY-MM-DD.");

    private sealed record CalendarData(string? Version, string? Source, List<YearData>? Years);

    private sealed record YearData(int Year, List<OffData>? Off, List<WorkData>? Work);

    private sealed record OffData(string? Name, string? First, string? Last);

    private sealed record WorkData(string? Name, string? Day);
}
