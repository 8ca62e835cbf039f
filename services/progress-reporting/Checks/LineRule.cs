using Renovation.Shared.Errors;

namespace Renovation.ProgressReporting.Checks;

/// <summary>Whether a finding blocks.</summary>
internal enum Severity
{
    /// <summary>E: blocks submission.</summary>
    Error,

    /// <summary>W: passes once the line carries an explanation.</summary>
    Warning,
}

/// <summary>A check on a line: one pure function of what is reported and what is known.</summary>
/// <param name="Code">Code, UPPER_SNAKE.</param>
/// <param name="Severity">Whether what it finds blocks.</param>
/// <param name="Version">Counts up whenever the rule finds something else than before, from 1.</param>
/// <param name="Title">What the rule demands.</param>
/// <param name="Find">Finds nothing, or every cell that is wrong.</param>
internal sealed record LineRule(string Code, Severity Severity, int Version, LocalText Title, Func<LineFacts, LineBaseline, IEnumerable<Hit>> Find);

/// <summary>A cell that a rule finds wrong.</summary>
/// <param name="Field">Field of the line, by its name in the contract.</param>
/// <param name="Text">What is wrong, for people.</param>
/// <param name="Facts">The facts that it was told from.</param>
internal sealed record Hit(string Field, LocalText Text, params IReadOnlyList<Fact> Facts);

/// <summary>A fact that a rule looked at.</summary>
/// <param name="Name">Name by the contract where it has one, e.g. <c>year_to_date_yuan</c>.</param>
/// <param name="Value">Value: whole yuan, basis points, or a day; null when not known.</param>
internal sealed record Fact(string Name, object? Value);

/// <summary>What a rule found on a line.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Hit">The cell.</param>
internal sealed record Finding(LineRule Rule, Hit Hit)
{
    public string Code => Rule.Code;

    public Severity Severity => Rule.Severity;

    public string Field => Hit.Field;

    public LocalText Text => Hit.Text;
}

/// <summary>A finding as it is kept with what was submitted.</summary>
/// <param name="Code">Code of the rule.</param>
/// <param name="Version">Version of the rule that found it.</param>
/// <param name="Field">Field of the line.</param>
internal sealed record KeptFinding(string Code, int Version, string Field);
