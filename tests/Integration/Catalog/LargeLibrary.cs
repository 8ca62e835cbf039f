using System.Globalization;
using System.Text;
using Renovation.ProjectCatalog.Enterprises;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>A library workbook of any number of rows, all of different enterprises.</summary>
internal static class LargeLibrary
{
    private const string Header = "序号,项目名称,企业名称,统一社会信用代码,所属区县（开发区）,所在行政区,行业代码,建设内容及规模,建设起止年月,总投资,其中设备投资,至上年底累计完成投资,备案号,环评批复号,是否规上\n";
    private static readonly string[] Units = ["新城区", "碑林区", "莲湖区", "灞桥区", "未央区", "雁塔区", "阎良区", "临潼区", "长安区", "高陵区", "户县", "蓝田县", "周至县", "高新区", "经开区"];

    public static byte[] Csv(int rows)
    {
        var text = new StringBuilder(Header);
        for (var row = 0; row < rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row + 1},样例生产线改造项目{row},西安样例第{row}机械有限公司,{Uscc(row)},{Units[row % Units.Length]},610113,C{(row % 30) + 13},")
                .Append(CultureInfo.InvariantCulture, $"购置{row % 90}台（套）设备，改造厂房{row % 9000}平方米，建成后年新增产值{row}万元。,2016.{(row % 12) + 1:D2}-2018.{(row % 12) + 1:D2},{row + 1000},{row / 2},{row / 3},610113-2016-{row},样例环批复〔2016〕{row}号,{(row % 7 == 0 ? "否" : "是")}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static string Uscc(int number)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"91610100{number:D9}");
        return body + UnifiedSocialCreditCode.CheckCharacter(body);
    }
}
