using System.Globalization;
using System.Text;

namespace Renovation.Shared.Workbooks;

/// <summary>Names cells as Excel does.</summary>
public static class CellName
{
    /// <summary>Returns the name of a cell, e.g. <c>L7</c>; row and column count from 1.</summary>
    public static string Of(int row, int column) => Letters(column) + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the letters of a column, which counts from 1: A, …, Z, AA, ….</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }

    /// <summary>Returns the number of the column that letters name, from 1; null when they name none.</summary>
    public static int? TryColumn(ReadOnlySpan<char> letters)
    {
        if (letters.Length is 0 or > 3)
            return null;
        var number = 0;
        foreach (var letter in letters)
        {
            if (!char.IsAsciiLetter(letter))
                return null;
            number = (number * 26) + (char.ToUpperInvariant(letter) - 'A' + 1);
        }

        return number;
    }

    /// <summary>Returns the rows of one column as ranges, e.g. <c>L7,L9:L12</c>.</summary>
    internal static string Ranges(int column, IEnumerable<int> ascending)
    {
        var text = new StringBuilder();
        int first = 0, last = 0;
        foreach (var row in ascending)
        {
            if (first > 0 && row == last + 1)
            {
                last = row;
                continue;
            }

            Append(text, column, first, last);
            (first, last) = (row, row);
        }

        return Append(text, column, first, last).ToString();
    }

    private static StringBuilder Append(StringBuilder text, int column, int first, int last)
    {
        if (first == 0)
            return text;
        if (text.Length > 0)
            text.Append(',');
        text.Append(Of(first, column));
        return last > first ? text.Append(':').Append(Of(last, column)) : text;
    }
}
