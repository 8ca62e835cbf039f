using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>Refusals of a file as a whole; all of them name the field <c>file</c>.</summary>
internal static class FileErrors
{
    public static DomainException Empty() => Refuse("EMPTY_FILE", "文件是空的。", "The file is empty.");

    public static DomainException TooLarge(long bytes) =>
        Refuse("FILE_TOO_LARGE", $"文件有 {Mib(bytes)} MiB，超过上限 {Mib(WorkbookLimits.FileBytes)} MiB。", $"The file has {Mib(bytes)} MiB; at most {Mib(WorkbookLimits.FileBytes)} MiB are taken.");

    public static DomainException Encrypted() => Refuse("ENCRYPTED_FILE", "文件设有密码，请取消密码后重新上传。", "The file needs a password; remove it and upload again.");

    public static DomainException Broken() => Refuse("BROKEN_FILE", "文件已损坏，无法读取；请用 Excel 打开并另存为 .xlsx 后重新上传。", "The file is damaged; open it in Excel, save it as .xlsx and upload again.");

    public static DomainException WrongKind(ContentKind kind)
    {
        var (zh, en) = Name(kind);
        return Refuse("WRONG_KIND", $"这是{zh}，不是工作簿；请上传 .xlsx、.xls 或 .csv。", $"This is {en}, not a workbook; upload .xlsx, .xls or .csv.");
    }

    public static DomainException Bomb() => Refuse("ZIP_BOMB", "文件解压后过大，未予读取。", "The file unpacks to far too much and was not read.");

    public static DomainException TooManyRows(int rows) => Refuse("TOO_MANY_ROWS", $"表格超过 {rows} 行。", $"The table has more than {rows} rows.");

    public static DomainException NoTable(string table) => Refuse("NO_TABLE", $"没有找到“{table}”的表头。", $"No sheet has the header of {table}.");

    public static DomainException NoRows(string table) => Refuse("NO_ROWS", $"“{table}”的表头下没有数据行。", $"There is no row below the header of {table}.");

    public static DomainException HeaderMissing(string sheet, int row, IReadOnlyList<string> missing, IReadOnlyList<string> found) => Refuse(
        "HEADER_MISSING",
        $"工作表“{sheet}”第 {row} 行的表头缺少：{string.Join('、', missing)}。已有：{string.Join('、', found)}。",
        $"The header in row {row} of sheet {sheet} lacks: {string.Join(", ", missing)}. It has: {string.Join(", ", found)}.");

    private static DomainException Refuse(string code, string zh, string en) => DomainException.Invalid("file", code, new LocalText(zh, en));

    private static string Mib(long bytes) => (bytes / 1048576m).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private static (string Zh, string En) Name(ContentKind kind) => kind switch
    {
        ContentKind.Word => ("Word 文档", "a Word document"),
        ContentKind.Presentation => ("演示文稿", "a presentation"),
        ContentKind.OpenDocument => ("OpenDocument 文件", "an OpenDocument file"),
        ContentKind.Markup => ("网页或 XML 文件（即使扩展名是 .xls）", "a web page or XML, whatever its name"),
        ContentKind.Pdf => ("PDF 文件", "a PDF document"),
        ContentKind.Png or ContentKind.Jpeg or ContentKind.Picture => ("图片", "a picture"),
        ContentKind.Archive => ("压缩包", "an archive"),
        _ => ("其他文件", "something else"),
    };
}
