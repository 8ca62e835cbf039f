using System.Globalization;
using ExcelDataReader;
using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks;

/// <summary>A cell as the file holds it.</summary>
/// <param name="Value">A text, number, day, truth value, or null.</param>
/// <param name="Format">Number format, null or General when there is none.</param>
/// <param name="Fault">The error that a formula left, e.g. <c>#REF!</c>; null when there is none.</param>
internal readonly record struct RawCell(object? Value, string? Format, string? Fault)
{
    public static readonly RawCell Empty;

    private static readonly HashSet<string> Faults = new(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"], StringComparer.Ordinal);

    public bool IsBlank => Fault is null && (Value is null || (Value is string text && string.IsNullOrWhiteSpace(text)));

    /// <summary>The cell as a text, as it would be read on the screen.</summary>
    public string Display => Value switch
    {
        null => Fault ?? "",
        string text => text,
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool truth => truth ? "TRUE" : "FALSE",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The text narrow and without any white space.</summary>
    public string Compact => string.Concat(TextFolding.Narrow(Display).Where(character => !char.IsWhiteSpace(character)));

    public static RawCell Read(IExcelDataReader reader, int column)
    {
        return reader.GetValue(column) switch
        {
            null => Empty,
            string text when Faults.Contains(text) => new RawCell(null, null, text),
            string text => new RawCell(text, null, null),
            double number => new RawCell(number, reader.GetNumberFormatString(column), null),
            int number => new RawCell((double)number, reader.GetNumberFormatString(column), null),
            var other => new RawCell(other, null, null),
        };
    }
}
