using System.Text.RegularExpressions;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Units;

/// <summary>A node of the organisation tree (单位).</summary>
internal sealed partial class Unit : Aggregate
{
    private readonly List<UnitName> _names = [];

    private Unit(string code, string title) => (Code, Title) = (code, title);

    public string Code { get; }

    public string Title { get; private set; }

    /// <summary>Code of the unit above, null for a root.</summary>
    public string? Parent { get; private set; }

    public UnitKind Kind { get; private set; }

    public bool Reporting { get; private set; }

    /// <summary>The code and the aliases: what no other unit may be called.</summary>
    public IReadOnlyList<UnitName> Names => _names;

    /// <summary>Other titles and codes by which workbooks name the unit, in the order given.</summary>
    public IEnumerable<string> Aliases => _names.Where(name => name.Position > 0).OrderBy(name => name.Position).Select(name => name.Text);

    public override string ResourceName => $"units/{Code}";

    /// <summary>Makes a unit.</summary>
    /// <param name="pathAbove">Codes of the parent and everything above it, empty for a root.</param>
    public static Unit Create(string code, UnitFacts facts, IReadOnlyList<string> pathAbove)
    {
        var validation = new Validation();
        validation.Check(CodeFormat().IsMatch(code), "unit_id", "FORMAT", new LocalText("单位代码须为 6 位数字或大写字母。", "The code has six digits or capital letters."));
        facts.Validate(validation, code);
        validation.ThrowIfAny();
        var unit = new Unit(code, facts.Title);
        unit._names.Add(new UnitName(TextFolding.Key(code), code, 0));
        unit.Assign(facts, pathAbove);
        unit.Changed("CREATED");
        return unit;
    }

    /// <summary>Changes the facts; says whether anything differs.</summary>
    /// <param name="pathAbove">Codes of the parent and everything above it, empty for a root.</param>
    public bool Update(UnitFacts facts, IReadOnlyList<string> pathAbove)
    {
        var validation = new Validation();
        facts.Validate(validation, Code);
        validation.ThrowIfAny();
        if ((Title, Parent, Kind, Reporting) == (facts.Title, facts.Parent, facts.Kind, facts.Reporting) && Aliases.SequenceEqual(facts.Aliases, StringComparer.Ordinal))
            return false;
        Assign(facts, pathAbove);
        Changed("UPDATED");
        return true;
    }

    private void Assign(UnitFacts facts, IReadOnlyList<string> pathAbove)
    {
        if (pathAbove.Contains(Code, StringComparer.Ordinal))
            throw DomainException.Invalid("unit.parent", "UNIT_CYCLE", new LocalText($"单位 {Code} 不能隶属于自身或其下级单位。", $"Unit {Code} cannot lie below itself."));
        (Title, Parent, Kind, Reporting) = (facts.Title, facts.Parent, facts.Kind, facts.Reporting);
        for (var index = 0; index < facts.Aliases.Count; index++)
            Name(facts.Aliases[index], index + 1);
        var keys = facts.Aliases.Select(TextFolding.Key).ToHashSet(StringComparer.Ordinal);
        _names.RemoveAll(name => name.Position > 0 && !keys.Contains(name.Key));
    }

    // A name that stays is changed, not replaced: its key is the key of its row.
    private void Name(string text, int position)
    {
        var key = TextFolding.Key(text);
        if (_names.Find(name => name.Key == key) is { } known)
            known.Place(text, position);
        else
            _names.Add(new UnitName(key, text, position));
    }

    [GeneratedRegex(@"^[0-9A-Z]{6}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodeFormat();
}

/// <summary>A name of a unit that no other unit has: its code at position 0, then its aliases.</summary>
internal sealed class UnitName(string key, string text, int position)
{
    /// <summary>The text with width, case and spaces folded.</summary>
    public string Key { get; } = key;

    public string Text { get; private set; } = text;

    public int Position { get; private set; } = position;

    internal void Place(string text, int position) => (Text, Position) = (text, position);
}
