namespace Renovation.Shared.Workbooks;

/// <summary>What a file really is, told by its content and never by its name.</summary>
public enum ContentKind
{
    /// <summary>Something that is none of the others.</summary>
    Unknown,

    /// <summary>No bytes, or white space only.</summary>
    Empty,

    /// <summary>An Office Open XML workbook (<c>.xlsx</c>, <c>.xlsm</c>, <c>.xlsb</c>).</summary>
    Xlsx,

    /// <summary>A workbook of Excel 97–2003 (<c>.xls</c>).</summary>
    Xls,

    /// <summary>Plain text in UTF-8, UTF-16 with mark, or GB18030, which may be a table of separated values.</summary>
    Csv,

    /// <summary>An Office file that needs a password.</summary>
    Encrypted,

    /// <summary>A Word document, old or new.</summary>
    Word,

    /// <summary>A presentation, old or new.</summary>
    Presentation,

    /// <summary>An OpenDocument file.</summary>
    OpenDocument,

    /// <summary>A web page or XML, also one that was saved as <c>.xls</c>.</summary>
    Markup,

    /// <summary>A PDF document.</summary>
    Pdf,

    /// <summary>A PNG picture.</summary>
    Png,

    /// <summary>A JPEG picture.</summary>
    Jpeg,

    /// <summary>Another picture: GIF, BMP, TIFF, WebP.</summary>
    Picture,

    /// <summary>An archive that is no Office file.</summary>
    Archive,
}
