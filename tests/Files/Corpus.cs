using System.Text;

namespace Renovation.Tests.Files;

/// <summary>A library workbook as people send them, and what an import must make of it.</summary>
/// <param name="Name">What is awkward about it.</param>
/// <param name="Content">The file.</param>
/// <param name="Rows">Rows that it has, when nothing is wrong with it.</param>
/// <param name="Errors">What is wrong, each as the address and the reason; empty when nothing is.</param>
public sealed record AwkwardFile(string Name, byte[] Content, int Rows, params string[] Errors)
{
    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>Awkward library workbooks: made here, cell by cell, with invented content (样例).</summary>
public static class Corpus
{
    private const string Sheet = "项目库";
    private static readonly object?[] Header =
        ["序号", "项目名称", "企业名称", "统一社会信用代码", "所属区县（开发区）", "所在行政区", "行业代码", "建设内容及规模", "建设起止年月", "总投资", "其中设备投资", "至上年底累计完成投资", "备案号", "环评批复号"];

    private static readonly string[] Codes =
    [
        "91610100MA6YL0000M", "91610100MA6YL0001Q", "91610100MA6YL0002U", "91610100MA6YL0003Y", "91610100MA6YL00042", "91610100MA6YL00055",
        "91610100MA6YL00068", "91610100MA6YL0007B", "91610100MA6YL0008E", "91610100MA6YL0009H", "91610100MA6YL0010N", "91610100MA6YL0011R",
    ];

    private static object?[][] Plain => [Header, Row(0), Row(1), Row(2)];

    /// <summary>The files.</summary>
    public static IReadOnlyList<AwkwardFile> Files { get; } =
    [
        .. Shapes(),
        .. Values(),
        .. Formats(),
        .. WrongCells(),
        .. WrongFiles(),
    ];

    private static IEnumerable<AwkwardFile> Shapes()
    {
        yield return Good("plain", Plain);
        yield return Good("title, unit row and merges", [["样例市技术改造项目库"], [null, null, null, "单位：万元"], .. Plain], merges: ["A1:N1", "D2:N2"]);
        yield return new("cover sheet first", Books.Of(("封面", [["关于报送技术改造项目的函"], ["样例市工信局"]], []), ("填表说明", [["项目名称", "填全称"], ["总投资", "单位万元"]], []), (Sheet, Plain, [])), 3);
        yield return new("table on a sheet of any name", Books.Of(("Sheet1", [["目录"]], []), ("2017", Plain, [])), 3);
        yield return Good(
            "two header rows",
            [
                ["序号", "项目名称", "企业名称", "统一社会信用代码", "所属区县", "所在行政区", "行业代码", "建设内容", "建设期", "投资情况（万元）", null, null, "前期手续", null],
                [null, null, null, null, null, null, null, null, null, "总投资", "其中：设备投资", "至2016年底累计完成投资", "备案文号", "环评批复"],
                Row(0), Row(1), Row(2),
            ],
            merges: ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:F2", "G1:G2", "H1:H2", "I1:I2", "J1:L1", "M1:N1"]);
        yield return Good(
            "three header rows",
            [
                ["基本情况", null, null, null, null, null, null, null, null, "投资", null, null, null, null],
                ["序号", "项目名称", "企业名称", "统一社会信用代码", "所属区县", "所在行政区", "行业代码", "建设内容", "建设期", "计划", null, "完成", "手续", null],
                [null, null, null, null, null, null, null, null, null, "总投资", "设备投资", "累计完成投资", "备案号", "环评批复号"],
                Row(0), Row(1), Row(2),
            ],
            merges: ["A1:I1", "J1:N1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:I3", "J2:K2", "M2:N2"]);
        yield return Good(
            "sections, subtotals, a sum and notes",
            [Header, ["一、新城区（2个）"], Row(0), Row(1), ["小计", null, null, null, null, null, null, null, null, 2000], ["二、雁塔区（1个）"], Row(2), ["合计", null, null, null, null, null, null, null, null, 3000], ["注：以上均为样例。"], [null, "填表人：样例"]]);
        yield return Good("sum above the rows", [Header, ["合计", null, null, null, null, null, null, null, null, 3000], Row(0), Row(1), Row(2)]);
        yield return Good("header repeated on each page", [Header, Row(0), Header, Row(1), [null], Header, Row(2)]);
        yield return Good("numbered columns", [Header, [.. Enumerable.Range(1, 14).Cast<object?>()], Row(0), Row(1), Row(2)]);
        yield return Good("blank rows and columns", [[null], [null], .. Plain.Select(row => (object?[])[null, null, .. row]), [null], [null]]);
        yield return Good("columns nobody asked for", [.. Plain.Select((row, index) => (object?[])[row[0], index == 0 ? "联系人" : "样例", .. row[1..9], index == 0 ? "电话" : 88888888, .. row[9..], index == 0 ? "传真" : "-"])]);
        yield return Good("columns in another order", [.. Plain.Select(row => row.Reverse().ToArray())]);
        yield return Good("far too wide", [.. Plain.Select((row, index) => (object?[])[.. row, .. Enumerable.Range(0, 300).Select(number => (object?)(index == 0 ? $"附加{number}" : number))])]);
        yield return Good("one owner merged beside three projects", [Header, Row(0), Below(Row(0), "样例项目乙"), Below(Row(0), "样例项目丙")], merges: ["C2:C4", "D2:D4", "E2:E4"]);
        yield return Good("long empty tail", [.. Plain, .. Enumerable.Range(0, 2_000).Select(_ => (object?[])[" "])]);
    }

    private static IEnumerable<AwkwardFile> Values()
    {
        yield return Good("亿元 in the title", [["样例项目库（单位：亿元）"], .. Plain.Select(row => Money(row, 0.0001m))]);
        yield return Good("元 in each header", [[.. Header[..9], "总投资（元）", "其中设备投资（元）", "至上年底累计完成投资（元）", .. Header[12..]], .. Plain[1..].Select(row => Money(row, 10_000m))]);
        yield return Good("units that differ by column", [[.. Header[..9], "总投资（亿元）", .. Header[10..]], .. Plain[1..].Select(row => (object?[])[.. row[..9], 0.1m, .. row[10..]])]);
        yield return Good("amounts as texts", [Header, With(Row(0), 9, "1,234.56"), With(Row(1), 9, "１２３４"), With(Row(2), 9, " 1 234 ")]);
        yield return Good("amounts with their units", [Header, With(Row(0), 9, "1234万元"), With(Row(1), 9, "0.5亿元"), With(Row(2), 9, "12345678元")]);
        yield return Good(
            "periods in many spellings",
            [
                Header, .. new[] { "2016年3月-2017年12月", "2016.3—2017.12", "2016/03~2017/12", "201603-201712", "2016-2018", "2016年3月至2018年6月", "2016.03-2017.12", "2017", "2016年3月—12月" }
                    .Select((period, index) => With(Row(index), 8, period)),
            ]);
        yield return Good("a period that ends before it begins", [Header, With(Row(0), 8, "2017.12-2016.03")]);
        yield return Good("wide letters and digits", [Header, [1, "样例项目（一期）", "样例企业　有限公司", "９１６１０１００ＭＡ６ＹＬ００００Ｍ", "新城区", "６１０１０２", "Ｃ３６", "样例", "２０１６．０３－２０１７．１２", "１０００", 600, 100, "样例〔２０１６〕１号", ""]]);
        yield return Good("stars, line breaks and tabs", [Header, [1, "★样例项目\n（二期）", "●样例企业\t有限公司", " 91610100MA6YL0000M ", "新城区", 610102, "C36", "一、样例；\n二、样例。", "2016.03-2017.12", 1000, 600, 100, "", ""]]);
        yield return Good("names instead of codes", [Header, With(With(Row(0), 4, "西安高新技术产业开发区"), 5, "雁塔区")]);
        yield return Good("dashes and slashes for nothing", [Header, [1, "样例项目", "样例企业", Codes[0], "新城区", 610102, "C36", "-", "2016.03-2017.12", 1000, "/", "—", "/", "-"]]);
    }

    private static IEnumerable<AwkwardFile> Formats()
    {
        var plain = Books.Of(Sheet, Plain);
        yield return new("xls of twenty years ago", CompoundFile.Of(("Workbook", CompoundFile.Workbook(Sheet, Plain))), 3);
        yield return new("csv in UTF-8 with a mark", Books.Csv(plain, Encoding.UTF8), 3);
        yield return new("csv in UTF-8 without a mark", Books.Csv(plain, new UTF8Encoding(false)), 3);
        yield return new("csv in GB18030", Books.Csv(plain, Encoding.GetEncoding("GB18030")), 3);
        yield return new("csv with semicolons", Books.Csv(plain, Encoding.UTF8, ';'), 3);
        yield return new("csv with tabs", Books.Csv(plain, Encoding.GetEncoding("GB18030"), '\t'), 3);
        yield return new("csv with line breaks in cells", Books.Csv(Books.Of(Sheet, [Header, With(Row(0), 7, "一、样例；\n二、\"样例\"，样例。"), Row(1)]), Encoding.UTF8), 2);
    }

    private static IEnumerable<AwkwardFile> WrongCells()
    {
        yield return Bad("code with a wrong check character", [Header, With(Row(0), 3, "91610100MA6YL0000X"), Row(1)], "D2 USCC_CHECKSUM");
        yield return Bad("code that Excel made a number", [Header, With(Row(0), 3, 916101002216278000m)], "D2 DIGITS_LOST");
        yield return Bad("unit that does not exist", [Header, With(Row(0), 4, "火星区")], "E2 UNKNOWN_UNIT");
        yield return Bad("words for an amount", [Header, With(Row(0), 9, "约一千万"), With(Row(1), 9, "待定")], "J2 NOT_A_NUMBER", "J3 NOT_A_NUMBER");
        yield return Bad("negative amount", [Header, With(Row(0), 9, -5)], "J2 NEGATIVE_AMOUNT");
        yield return Bad("equipment above the total", [Header, With(Row(0), 10, 1001)], "K2 EXCEEDS_TOTAL");
        yield return Bad("month thirteen", [Header, With(Row(0), 8, "2016.13-2017.12")], "I2 INVALID_PERIOD");
        yield return Bad("formula that failed", [Header, With(Row(0), 9, "#REF!"), With(Row(1), 9, "#DIV/0!")], "J2 CELL_ERROR", "J3 CELL_ERROR");
        yield return Bad("cells left empty", [Header, With(With(Row(0), 1, null), 9, null), With(Row(1), 3, null)], "B2 MISSING_VALUE", "J2 MISSING_VALUE", "D3 MISSING_VALUE");
        yield return Bad("project twice", [Header, Row(0), Row(1), With(Row(0), 0, 3)], "B4 DUPLICATE_ROW");
        yield return Bad("one code, two names", [Header, Row(0), With(With(Row(0), 1, "样例项目乙"), 2, "另一企业")], "C3 ENTERPRISE_TITLE_DIFFERS");
        yield return Bad("title of a whole page", [Header, With(Row(0), 1, new string('长', 201))], "B2 TOO_LONG");
        yield return Bad("several in one row", [Header, With(With(With(Row(0), 3, "x"), 4, "火星区"), 9, "待定")], "D2 USCC_CHECKSUM", "E2 UNKNOWN_UNIT", "J2 NOT_A_NUMBER");
    }

    private static IEnumerable<AwkwardFile> WrongFiles()
    {
        yield return Whole("nothing", [], "EMPTY_FILE");
        yield return Whole("table of something else", Books.Of(Sheet, [["姓名", "电话"], ["样例", 1]]), "NO_TABLE");
        yield return Whole("header only", Books.Of(Sheet, [Header]), "NO_ROWS");
        yield return Whole("header without the total", Books.Of(Sheet, [.. Plain.Select(row => (object?[])[.. row[..9], .. row[10..]])]), "HEADER_MISSING");
        yield return Whole("web page called xls", Encoding.UTF8.GetBytes("<html><table><tr><td>项目名称</td></tr></table></html>"), "WRONG_KIND");
        yield return Whole("pdf", "%PDF-1.7 and more than that"u8.ToArray(), "WRONG_KIND");
        yield return Whole("document called xlsx", Books.Zip(("[Content_Types].xml", stream => stream.Write("<Types/>"u8)), ("word/document.xml", stream => stream.Write("<d/>"u8))), "WRONG_KIND");
        yield return Whole("xls with a password", CompoundFile.Of(("Workbook", CompoundFile.Workbook(Sheet, Plain, isEncrypted: true))), "ENCRYPTED_FILE");
        yield return Whole("upload cut off", Books.Of(Sheet, Plain)[..^400], "BROKEN_FILE");
        yield return new("two columns of one meaning", Books.Of(Sheet, [[.. Header, "计划总投资"], [.. Row(0), 5]]), 0, $"{Sheet}!O1 DUPLICATE_HEADER");
    }

    private static AwkwardFile Good(string name, object?[][] rows, params string[] merges) => new(name, Books.Of(Sheet, rows, merges), Count(rows));

    private static AwkwardFile Bad(string name, object?[][] rows, params string[] errors) => new(name, Books.Of(Sheet, rows), 0, [.. errors.Select(error => $"{Sheet}!{error}")]);

    private static AwkwardFile Whole(string name, byte[] content, string reason) => new(name, content, 0, $"file {reason}");

    // Rows that carry the period of a project; no header, sum or note does.
    private static int Count(object?[][] rows) => rows.Count(row => row.Any(cell => cell is string text && text != "建设起止年月" && (text.Contains("2016", StringComparison.Ordinal) || text.Contains("２０１６", StringComparison.Ordinal) || text == "2017" || text.Contains("2017.12-", StringComparison.Ordinal)) && !text.Contains("累计", StringComparison.Ordinal)));

    private static object?[] Row(int index) =>
        [index + 1, $"样例项目{index + 1}", $"样例企业{index + 1}", Codes[index], "新城区", 610102, "C36", "样例建设内容", "2016.03-2017.12", 1000, 600, 100, $"样例备〔2016〕{index + 1}号", ""];

    private static object?[] With(object?[] row, int column, object? value)
    {
        var copy = row.ToArray();
        copy[column] = value;
        return copy;
    }

    // The cells of the owner are merged with those above.
    private static object?[] Below(object?[] row, string title) => With(With(With(With(row, 1, title), 2, null), 3, null), 4, null);

    private static object?[] Money(object?[] row, decimal factor) =>
        row[9] is int ? [.. row[..9], (int)row[9]! * factor, (int)row[10]! * factor, (int)row[11]! * factor, .. row[12..]] : row;
}
