namespace Renovation.Shared.Workbooks;

/// <summary>Bounds what one file may cost to read.</summary>
public static class WorkbookLimits
{
    /// <summary>Largest file, 20 MiB.</summary>
    public const int FileBytes = 20 * 1024 * 1024;

    /// <summary>Most bytes that the parts of a workbook may unpack to, together. 20,000 rows of 附件1 unpack to about 40 MiB.</summary>
    public const long UnpackedBytes = 200L * 1024 * 1024;

    /// <summary>Most parts in a workbook.</summary>
    public const int Parts = 2_000;

    /// <summary>How many times a large part may be smaller than what it unpacks to. Real sheets reach 60, deflate at most 1,032.</summary>
    public const int Ratio = 250;

    /// <summary>Most rows of a table, unless the layout says less.</summary>
    public const int Rows = 50_000;

    /// <summary>Columns that are looked at; what stands further right is not part of any table.</summary>
    public const int Columns = 256;

    /// <summary>Rows in which the header is looked for.</summary>
    internal const int HeaderWindow = 100;

    /// <summary>Most cells of a sheet that are walked over, blank ones included.</summary>
    internal const long Walked = 600_000_000;
}
