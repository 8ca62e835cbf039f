using ExcelDataReader;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>A sheet and the header found on it.</summary>
/// <param name="Texts">Texts of the header by column.</param>
/// <param name="Mapped">Columns whose meaning the caller said.</param>
internal sealed record SheetPlace(int Index, string Name, HeaderMatch Header, MoneyUnit Unit, MoneyUnit[] ColumnUnits, string Title, IReadOnlyList<string> Texts, IReadOnlySet<int> Mapped);

/// <summary>Looks at the beginning of every sheet and chooses the one that carries the table.</summary>
internal sealed class Survey
{
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private Survey()
    {
    }

    /// <summary>The chosen sheet, null when none has anything of the header.</summary>
    public SheetPlace? Best { get; private set; }

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public static Survey Of(IExcelDataReader reader, TableLayout layout, TableMapping mapping, CancellationToken cancellationToken)
    {
        var survey = new Survey();
        var bestRank = (Named: false, Visible: false, Complete: false, Score: 0);
        var index = 0;
        var named = mapping.Sheet.Length == 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sheet = new SheetCursor(reader, layout.Name);
            if (string.Equals(sheet.Name, TableReader.MetadataSheet, StringComparison.Ordinal))
                survey.TakeMetadata(sheet);
            else if (IsMeant(sheet, layout, mapping, ref named) && Look(sheet, index, layout, mapping) is { } place)
            {
                var rank = (Named(sheet.Name, layout), sheet.IsVisible, !place.Header.Missing(layout).Any(), place.Header.Score);
                if (survey.Best is null || rank.CompareTo(bestRank) > 0)
                    (survey.Best, bestRank) = (place, rank);
            }

            index++;
        }
        while (reader.NextResult());
        return named ? survey : throw DomainException.Invalid("mapping.sheet", "UNKNOWN_SHEET", new($"文件中没有工作表“{mapping.Sheet}”。", $"The file has no sheet {mapping.Sheet}."));
    }

    private static bool IsMeant(SheetCursor sheet, TableLayout layout, TableMapping mapping, ref bool named)
    {
        if (mapping.Sheet.Length == 0)
            return MayHold(sheet, layout);
        var isMeant = string.Equals(sheet.Name, mapping.Sheet, StringComparison.OrdinalIgnoreCase);
        named |= isMeant;
        return isMeant;
    }

    private static bool MayHold(SheetCursor sheet, TableLayout layout) => !layout.IsOnlyThere || (sheet.HasName && Named(sheet.Name, layout));

    private static bool Named(string sheet, TableLayout layout) => layout.Sheets.Any(name => sheet.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static SheetPlace? Look(SheetCursor sheet, int index, TableLayout layout, TableMapping mapping)
    {
        var window = new List<RawCell[]>();
        while (window.Count < WorkbookLimits.HeaderWindow && sheet.Next() is { } cells)
            window.Add(cells);
        var finder = new HeaderFinder(layout, mapping, window, sheet.Merges);
        if (finder.Find() is not { } header || !(mapping.HeaderRow > 0 || IsEnough(header, layout)))
            return null;
        var unit = Unit(finder.Texts, header);
        var units = Array.ConvertAll(header.Columns, column => column < 0 ? unit : ColumnUnit(finder, header, column) ?? unit);
        var title = finder.Texts.Take(header.Row).SelectMany(row => row).FirstOrDefault(text => text.Length > 0) ?? "";
        var width = window.Count == 0 ? 0 : window.Max(row => row.Length);
        var texts = Enumerable.Range(0, width).Select(column => string.Join('/', finder.Path(header.Row, header.Height, column))).ToList();
        return new SheetPlace(index, sheet.Name, header, unit, units, title, texts, mapping.Columns.Keys.ToHashSet());
    }

    // One or two words of a header occur on any sheet; a table is there when a third of what must be there is, and at least two columns.
    private static bool IsEnough(HeaderMatch header, TableLayout layout)
    {
        var required = layout.Columns.Count(column => column.IsRequired);
        var found = required - header.Missing(layout).Count();
        return header.Columns.Count(column => column >= 0) >= Math.Min(2, layout.Columns.Count) && found * 3 >= required;
    }

    // The statement nearest to the header counts.
    private static MoneyUnit Unit(IReadOnlyList<string[]> texts, HeaderMatch header)
    {
        for (var row = header.End - 1; row >= 0; row--)
        {
            foreach (var text in texts[row])
            {
                if (text.Length is > 0 and <= 200 && MoneyUnits.Stated(text) is { } unit)
                    return unit;
            }
        }

        return MoneyUnit.TenThousandYuan;
    }

    private static MoneyUnit? ColumnUnit(HeaderFinder finder, HeaderMatch header, int column)
    {
        foreach (var text in finder.Path(header.Row, header.Height, column).AsEnumerable().Reverse())
        {
            if (text.Length <= 200 && MoneyUnits.InHeader(text) is { } unit)
                return unit;
        }

        // A heading over some columns of a header of which one row was enough, e.g. 投资情况（万元）.
        return header.Row > 0 && column < finder.Texts[header.Row - 1].Length && finder.Texts[header.Row - 1][column] is { Length: > 0 and <= 200 } above ? MoneyUnits.InHeader(above) : null;
    }

    private void TakeMetadata(SheetCursor sheet)
    {
        for (var row = 0; row < 100 && sheet.Next() is { } cells; row++)
        {
            if (cells.Length >= 2 && !cells[0].IsBlank)
                _metadata[cells[0].Display] = cells[1].Display;
        }
    }
}
