using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Units;

/// <summary>The units of the reference city, entered when the catalog starts for the first time.</summary>
internal static class ReferenceCity
{
    private const string Province = "610000";
    private const string City = "610100";

    /// <summary>The units, each after the one above it.</summary>
    private static readonly (string Code, string? Parent, UnitKind Kind, string Title, string[] Aliases)[] Units =
    [
        (Province, null, UnitKind.Province, "陕西省", ["陕西省人民政府"]),
        (City, Province, UnitKind.City, "西安市", ["西安市人民政府", "市政府"]),
        .. Districts(
            ("610102", "新城区"), ("610103", "碑林区"), ("610104", "莲湖区"), ("610111", "灞桥区"), ("610112", "未央区"), ("610113", "雁塔区"), ("610114", "阎良区"),
            ("610115", "临潼区"), ("610116", "长安区"), ("610117", "高陵区"), ("610122", "蓝田县"), ("610124", "周至县")),

        // 户县 became 鄠邑区 in 2017; older workbooks carry its old name and code.
        ("610118", City, UnitKind.District, "鄠邑区", ["西安市鄠邑区", "户县", "610125", "西安市户县"]),
        ("6101Z1", City, UnitKind.Zone, "高新区", ["西安高新技术产业开发区", "西安高新区"]),
        ("6101Z2", City, UnitKind.Zone, "经开区", ["西安经济技术开发区", "西安经开区"]),
        ("6101Z3", City, UnitKind.Zone, "曲江新区", ["西安曲江新区"]),
        ("6101Z4", City, UnitKind.Zone, "浐灞生态区", ["西安浐灞生态区"]),
        ("6101Z5", City, UnitKind.Zone, "国际港务区", ["西安国际港务区"]),
        ("6101Z6", City, UnitKind.Zone, "航空基地", ["西安阎良国家航空高技术产业基地", "西安航空基地"]),
        ("6101Z7", City, UnitKind.Zone, "航天基地", ["西安国家民用航天产业基地", "西安航天基地"]),
        ("6101Z8", City, UnitKind.Zone, "西咸新区", ["陕西省西咸新区"]),
        ("6101GX", City, UnitKind.Department, "市工信委", ["西安市工业和信息化委员会"]),
        ("6101ZC", City, UnitKind.AssetCompany, "市工业资产经营公司", ["西安工业资产经营有限公司"]),
        ("6101D1", City, UnitKind.Department, "市国土局", ["西安市国土资源局", "国土"]),
        ("6101D2", City, UnitKind.Department, "市环保局", ["西安市环境保护局", "环保"]),
        ("6101D3", City, UnitKind.Department, "市财政局", ["西安市财政局", "财政"]),
        ("6101D4", City, UnitKind.Department, "市交通局", ["西安市交通运输局", "交通"]),
        ("6101D5", City, UnitKind.Department, "市统计局", ["西安市统计局", "统计"]),
        ("6101D6", City, UnitKind.Department, "市发改委", ["西安市发展和改革委员会", "发改"]),
    ];

    /// <summary>Enters the units unless there are any; replicas that start together do it once.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetRequiredService<CallContext>().ActAs("catalog");
        var db = services.GetRequiredService<CatalogDbContext>();
        await db.SeedAsync(
            () => db.Units.AnyAsync(cancellationToken),
            () =>
            {
                foreach (var (code, parent, kind, title, aliases) in Units)
                    db.Units.Add(Unit.Create(code, new UnitFacts(title, aliases, parent, kind, kind is UnitKind.District or UnitKind.Zone), parent is null ? [] : [parent]));
                return db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static IEnumerable<(string Code, string? Parent, UnitKind Kind, string Title, string[] Aliases)> Districts(params (string Code, string Title)[] districts) =>
        districts.Select(district => (district.Code, (string?)City, UnitKind.District, district.Title, Aliases: new[] { $"西安市{district.Title}" }));
}
