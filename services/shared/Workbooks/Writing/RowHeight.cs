namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Estimates how high a row must be to show its wrapped texts: not every program adjusts heights when it opens a file.</summary>
internal static class RowHeight
{
    /// <summary>Height of a row of one line in points: a line with some room.</summary>
    public const double Usual = 18;

    /// <summary>Height of one line in points.</summary>
    public const double Line = 15;

    // Excel allows 409 points.
    private const int MostLines = 27;

    /// <summary>Gives how many lines a text takes in a column.</summary>
    /// <param name="width">Width of the column in characters; a Chinese one takes two.</param>
    public static int Lines(string text, double width)
    {
        var room = Math.Max(2, (int)width - 1);
        var lines = text.Split('\n').Sum(part => Math.Max(1, (part.Sum(character => character < 0x2E80 ? 1 : 2) + room - 1) / room));
        return Math.Min(lines, MostLines);
    }
}
