using System.Globalization;
using System.Text.RegularExpressions;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Workbooks;

namespace Renovation.ProjectCatalog.Imports;

/// <summary>Reads the rows about projects and notes what is wrong with them at their cells.</summary>
internal static partial class ProjectRows
{
    /// <summary>Reads the rows of a table.</summary>
    /// <param name="scope">Units of which the caller may bring projects.</param>
    /// <param name="edition">Edition of the industry classification for new projects.</param>
    /// <param name="isLibrary">Whether opening investment and remark are the projects' own.</param>
    public static List<ProjectRow> Read(TableReading reading, UnitNames names, UnitFilter scope, string edition, bool isLibrary)
    {
        var allowed = scope.Units?.ToHashSet(StringComparer.Ordinal);
        var rows = new List<ProjectRow>(reading.Rows.Count);
        var titles = new Dictionary<ProjectKey, ProjectRow>();
        var owners = new Dictionary<string, ProjectRow>(StringComparer.Ordinal);
        foreach (var cells in reading.Rows)
        {
            var row = new ProjectRow(cells, UnitOf(cells, names, allowed), AreaOf(cells, names), isLibrary);
            CheckOwner(row, owners);
            CheckTwice(row, titles);
            CheckFacts(row, edition);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Notes field errors at the cells in which the fields stand; a cell that is wrong already, or was not filled, is not told again.</summary>
    public static void Note(TableRow cells, Action<Validation> validate)
    {
        try
        {
            var validation = new Validation();
            validate(validation);
            validation.ThrowIfAny();
        }
        catch (DomainException wrong) when (wrong.Kind == ErrorKind.Invalid)
        {
            foreach (var field in wrong.Fields)
            {
                var column = ProjectColumns.Of(field.Field);
                if (!cells.IsWrong(column))
                    cells.Error(column, field.Reason, field.Message);
            }
        }
    }

    private static string UnitOf(TableRow cells, UnitNames names, HashSet<string>? allowed)
    {
        if (!cells.Has(ProjectColumns.Unit))
            return "";
        var text = cells.Text(ProjectColumns.Unit);
        var (code, wrong) = names.Find(text) switch
        {
            [] => ("UNKNOWN_UNIT", new LocalText($"没有单位“{text}”。", $"There is no unit {text}.")),
            [{ Reporting: false }] => ("NOT_REPORTING", new LocalText($"“{text}”不是填报单位。", $"{text} does not report.")),
            [var unit] when allowed?.Contains(unit.Code) == false => ("FOREIGN_UNIT", new LocalText($"“{text}”不在您的管辖范围内。", $"{text} lies outside your unit.")),
            [var unit] => (unit.Code, default),
            _ => ("AMBIGUOUS_UNIT", new LocalText($"有多个单位名为“{text}”，请填代码。", $"Several units are called {text}; give the code.")),
        };
        if (wrong == default)
            return code;
        cells.Error(ProjectColumns.Unit, code, wrong);
        return "";
    }

    // Some workbooks name the area instead of giving its code, or give a code that was replaced.
    private static string AreaOf(TableRow cells, UnitNames names)
    {
        var text = cells.Text(ProjectColumns.Area);
        if (text.Length == 0)
            return "";
        if (names.Find(text) is [{ Code: var code }] && AreaCode().IsMatch(code))
            return code;
        if (AreaCode().IsMatch(text))
            return text;
        cells.Error(ProjectColumns.Area, "UNKNOWN_AREA", new LocalText($"“{text}”不是行政区划代码或名称。", $"{text} is neither the code nor the name of an area."));
        return "";
    }

    private static void CheckOwner(ProjectRow row, Dictionary<string, ProjectRow> owners)
    {
        if (!row.Cells.Has(ProjectColumns.Uscc))
            return;
        if (!UnifiedSocialCreditCode.IsValid(row.Uscc))
        {
            row.Cells.Error(ProjectColumns.Uscc, "USCC_CHECKSUM", new LocalText($"统一社会信用代码 {row.Uscc} 校验不通过。", $"{row.Uscc} is not a unified social credit code: its check character does not fit."));
            return;
        }

        if (owners.TryAdd(row.Uscc, row))
            return;
        var first = owners[row.Uscc];
        if (row.Cells.Has(ProjectColumns.Enterprise) && row.EnterpriseTitle != first.EnterpriseTitle)
        {
            var other = first.Cells.Address(ProjectColumns.Enterprise);
            row.Cells.Error(ProjectColumns.Enterprise, "ENTERPRISE_TITLE_DIFFERS", new LocalText($"同一信用代码的企业名称与 {other} 不一致。", $"The same code has another title at {other}."));
        }

        if (row.Cells.YesNo(ProjectColumns.Listed) is { } listed && first.Cells.YesNo(ProjectColumns.Listed) is { } before && listed != before)
        {
            var other = first.Cells.Address(ProjectColumns.Listed);
            row.Cells.Error(ProjectColumns.Listed, "LISTED_DIFFERS", new LocalText($"同一企业是否规上与 {other} 不一致。", $"The same enterprise has another standing at {other}."));
        }
    }

    private static void CheckTwice(ProjectRow row, Dictionary<ProjectKey, ProjectRow> titles)
    {
        if (!row.Cells.Has(ProjectColumns.Title) || !row.Cells.Has(ProjectColumns.Uscc) || titles.TryAdd(row.Key, row))
            return;
        var other = titles[row.Key].Cells.Number.ToString(CultureInfo.InvariantCulture);
        row.Cells.Error(ProjectColumns.Title, "DUPLICATE_ROW", new LocalText($"与第 {other} 行是同一企业的同一项目。", $"Row {other} has the same project of the same enterprise."));
    }

    private static void CheckFacts(ProjectRow row, string edition)
    {
        Note(row.Cells, row.Facts(null, edition).Validate);
        Note(row.Cells, validation =>
        {
            var contradicts = row.Cells.YesNo(ProjectColumns.Listed) == true && row.Cells.Text(ProjectColumns.Reason).Length > 0;
            validation.Check(!contradicts, "enterprise.not_listed_reason", "CONTRADICTION", new LocalText("已在库的企业不应填写未入库原因。", "A listed enterprise has no reason for not being listed."));
        });
    }

    [GeneratedRegex(@"^[0-9]{6}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AreaCode();
}
