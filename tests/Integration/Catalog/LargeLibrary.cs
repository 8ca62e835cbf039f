using System.Globalization;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>A library workbook of any number of rows, all of different enterprises; made up (样例).</summary>
internal static class LargeLibrary
{
    private static readonly string[] Units = ["新城区", "碑林区", "莲湖区", "灞桥区", "未央区", "雁塔区", "阎良区", "临潼区", "长安区", "高陵区", "户县", "蓝田县", "周至县", "高新区", "经开区"];

    private static readonly SheetColumn<int>[] Columns =
    [
        new("sequence", "序号", CellKind.Code, row => Text($"{row + 1}")),
        new("title", "项目名称", CellKind.Text, row => Text($"样例生产线改造项目{row}")),
        new("enterprise", "企业名称", CellKind.Text, row => Text($"西安样例第{row}机械有限公司")),
        new("uscc", "统一社会信用代码", CellKind.Code, Uscc),
        new("unit", "所属区县（开发区）", CellKind.Text, row => Units[row % Units.Length]),
        new("area", "所在行政区", CellKind.Code, _ => "610113"),
        new("industry", "行业代码", CellKind.Code, row => Text($"C{(row % 30) + 13}")),
        new("content", "建设内容及规模", CellKind.Text, row => Text($"购置{row % 90}台（套）设备，改造厂房{row % 9000}平方米，建成后年新增产值{row}万元。")),
        new("period", "建设起止年月", CellKind.Period, row => new MonthRange(new DateOnly(2016, (row % 12) + 1, 1), new DateOnly(2018, (row % 12) + 1, 1))),
        new("total", "总投资", CellKind.Money, row => (row + 1000) * 10_000L),
        new("equipment", "其中设备投资", CellKind.Money, row => row * 5_000L),
        new("opening", "至上年底累计完成投资", CellKind.Money, row => row * 3_000L),
        new("filing", "备案号", CellKind.Code, row => Text($"610113-2016-{row}")),
        new("eia", "环评批复号", CellKind.Code, row => Text($"样例环批复〔2016〕{row}号")),
        new("listed", "是否规上", CellKind.YesNo, row => row % 7 != 0),
    ];

    public static byte[] Workbook(int rows) =>
        WorkbookWriter.Write([new SheetContent<int>("项目库", "技术改造项目库（样例）", Columns, Enumerable.Range(0, rows).Select(SheetRow<int>.Of))]);

    private static string Uscc(int number)
    {
        var body = Text($"91610100{number:D9}");
        return body + UnifiedSocialCreditCode.CheckCharacter(body);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
