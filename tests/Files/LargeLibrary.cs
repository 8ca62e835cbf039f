using System.Globalization;

namespace Renovation.Tests.Files;

/// <summary>Workbooks of any number of rows, each of another enterprise; made up (样例).</summary>
public static class LargeLibrary
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly string[] Units = ["新城区", "碑林区", "莲湖区", "灞桥区", "未央区", "雁塔区", "阎良区", "临潼区", "长安区", "高陵区", "户县", "蓝田县", "周至县", "高新区", "经开区"];

    private static readonly object?[] Identity = ["序号", "项目名称", "企业名称", "统一社会信用代码", "所属区县（开发区）", "所在行政区", "行业代码", "建设内容及规模"];
    private static readonly object?[] Money = ["总投资", "其中设备投资", "至上年底累计完成投资"];
    private static readonly object?[] Standing = ["备案号", "环评批复号", "是否规上"];

    /// <summary>Makes a library workbook.</summary>
    /// <param name="from">Number of the first row, so that several workbooks name different enterprises.</param>
    public static byte[] Workbook(int rows, int from = 0) => Books.Of(
        "项目库", [[.. Identity, "建设起止年月", .. Money, .. Standing], .. Enumerable.Range(from, rows).Select(row => (object?[])[.. IdentityOf(row), PeriodOf(row), .. MoneyOf(row), .. StandingOf(row)])]);

    /// <summary>Makes an 附件1 workbook of projects that the library workbook has.</summary>
    /// <param name="unit">Unit of all of them; null spreads them over fifteen.</param>
    public static byte[] Plan(int rows, string? unit = null) => Books.Of(
        "附件1",
        [
            [.. Identity, "建设性质", "是否前期", "建设起止年月", .. Money, "本年计划投资", "年度形象进度目标", "年内竣工", .. Standing],
            .. Enumerable.Range(0, rows).Select(row => (object?[])[.. IdentityOf(row, unit), "续建", "否", PeriodOf(row), .. MoneyOf(row), (row % 500) + 1, "样例目标", row % 3 == 0 ? "是" : "否", .. StandingOf(row)]),
        ]);

    /// <summary>Makes a unified social credit code of a number of at most nine digits (GB 32100-2015: weights are the powers of 3 modulo 31).</summary>
    public static string Uscc(int number)
    {
        var body = Text($"91610100{number:D9}");
        var (sum, weight) = (0, 1);
        foreach (var character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return body + Alphabet[(31 - (sum % 31)) % 31];
    }

    private static object?[] IdentityOf(int row, string? unit = null) =>
    [
        row + 1, Text($"样例生产线改造项目{row}"), Text($"西安样例第{row}机械有限公司"), Uscc(row), unit ?? Units[row % Units.Length], "610113", Text($"C{(row % 30) + 13}"),
        Text($"购置{row % 90}台（套）设备，改造厂房{row % 9000}平方米，建成后年新增产值{row}万元。"),
    ];

    private static string PeriodOf(int row) => Text($"2016.{(row % 12) + 1:D2}-2018.{(row % 12) + 1:D2}");

    private static object?[] MoneyOf(int row) => [row + 1000, row / 2, row * 3 / 10];

    private static object?[] StandingOf(int row) => [Text($"610113-2016-{row}"), Text($"样例环批复〔2016〕{row}号"), row % 7 != 0 ? "是" : "否"];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
