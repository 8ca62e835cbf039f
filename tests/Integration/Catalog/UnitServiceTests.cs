using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class UnitServiceTests(CatalogHosts hosts)
{
    private static int _code;

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Seed_ReferenceCity_HasItsReportingUnits(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;

        var city = await units.ListUnitsAsync(new ListUnitsRequest { Unit = "610100", ReportingOnly = true });
        var huxian = await units.GetUnitAsync(new GetUnitRequest { Name = "units/610118" });

        city.Units.Select(unit => unit.Code).Where(code => code.StartsWith("61", StringComparison.Ordinal)).ShouldBe(
        [
            "610102", "610103", "610104", "610111", "610112", "610113", "610114", "610115", "610116", "610117", "610118", "610122", "610124",
            "6101Z1", "6101Z2", "6101Z3", "6101Z4", "6101Z5", "6101Z6", "6101Z7", "6101Z8",
        ]);
        huxian.Title.ShouldBe("鄠邑区");
        huxian.Aliases.ShouldBe(["西安市鄠邑区", "户县", "610125", "西安市户县"]);
        (await units.GetUnitAsync(new GetUnitRequest { Name = "units/610100" })).Parent.ShouldBe("610000");
        huxian.Etag.ShouldBe("\"v1\"");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ListUnits_Pages_GiveEveryUnitOnce(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;
        var request = new ListUnitsRequest { PageSize = 4, Unit = "610000" };
        var codes = new List<string>();
        do
        {
            var page = await units.ListUnitsAsync(request);
            codes.AddRange(page.Units.Select(unit => unit.Code));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        codes.ShouldBe(codes.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal));
        codes.Count.ShouldBeGreaterThan(25);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateUnit_AnyDepth_IsInTheSubtree(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;
        var (street, park) = (NewCode(), NewCode());
        await CreateAsync(units, street, "610113");
        await CreateAsync(units, park, street);

        var below = await EventuallyAsync(
            async () => await units.ListUnitsAsync(new ListUnitsRequest { Unit = "610113" }), list => list.Units.Any(unit => unit.Code == park));

        below.Units.ShouldContain(unit => unit.Code == street);
        below.Units.ShouldNotContain(unit => unit.Code == "610102");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateUnit_BelowItself_IsACycle(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;
        var (upper, lower) = (NewCode(), NewCode());
        await CreateAsync(units, upper, "610113");
        await CreateAsync(units, lower, upper);

        foreach (var parent in new[] { upper, lower })
        {
            var move = new UpdateUnitRequest { Unit = new Unit { Name = $"units/{upper}", Parent = parent }, UpdateMask = new FieldMask { Paths = { "parent" } } };
            (await Refusal.OfAsync(() => units.UpdateUnitAsync(move))).ShouldBe(StatusCode.InvalidArgument, "UNIT_CYCLE", "unit.parent");
        }
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Moves_TwoAtOnce_CannotCloseACircle(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;
        for (var round = 0; round < 5; round++)
        {
            var (left, right) = (NewCode(), NewCode());
            await CreateAsync(units, left, "");
            await CreateAsync(units, right, "");
            var moves = new[] { (left, right), (right, left) }.Select(async move =>
            {
                try
                {
                    await units.UpdateUnitAsync(new UpdateUnitRequest { Unit = new Unit { Name = $"units/{move.Item1}", Parent = move.Item2 }, UpdateMask = new FieldMask { Paths = { "parent" } } });
                    return true;
                }
                catch (RpcException refused)
                {
                    refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
                    return false;
                }
            });
            (await Task.WhenAll(moves)).Count(moved => moved).ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateUnit_TakenNames_NameTheOther(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;

        var sameCode = await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = "610113", Unit = New("610100") }));
        var sameAlias = await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = NewCode(), Unit = New("610100", "户 县") }));
        var aliasIsCode = await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = NewCode(), Unit = New("610100", "６１０１１３") }));
        var codeIsAlias = await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = "610125", Unit = New("610100") }));

        foreach (var refusal in new[] { sameCode, sameAlias, aliasIsCode, codeIsAlias })
            refusal.ShouldBe(StatusCode.AlreadyExists, "UNIT_NAME_TAKEN");
        sameCode.Metadata["resource"].ShouldBe("units/610113");
        sameAlias.Metadata["resource"].ShouldBe("units/610118");
        codeIsAlias.Metadata["resource"].ShouldBe("units/610118");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateUnit_Mask_ChangesOnlyWhatItNames(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;
        var unit = await CreateAsync(units, NewCode(), "610100");
        var alias = $"旧名{unit.Code}";

        var changed = await units.UpdateUnitAsync(new UpdateUnitRequest { Unit = new Unit { Name = unit.Name, Title = "不改", Aliases = { alias }, Reporting = true, Etag = unit.Etag }, UpdateMask = new FieldMask { Paths = { "aliases", "reporting" } } });
        var same = await units.UpdateUnitAsync(new UpdateUnitRequest { Unit = new Unit { Name = unit.Name, Aliases = { alias } } });

        (changed.Title, changed.Reporting, changed.Etag).ShouldBe((unit.Title, true, "\"v2\""));
        changed.Aliases.ShouldBe([alias]);
        same.Etag.ShouldBe("\"v2\"");
        (await Refusal.OfAsync(() => units.UpdateUnitAsync(new UpdateUnitRequest { Unit = new Unit { Name = unit.Name, Title = "甲", Etag = unit.Etag } }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        (await Refusal.OfAsync(() => units.UpdateUnitAsync(new UpdateUnitRequest { Unit = new Unit { Name = unit.Name }, UpdateMask = new FieldMask { Paths = { "code" } } })))
            .ShouldBe(StatusCode.InvalidArgument, "INVALID_UPDATE_MASK", "update_mask");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateUnit_WrongFields_AreAllNamed(string provider)
    {
        var units = new Bureau(hosts.On(provider)).Units;

        var refusal = await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = "6101", Unit = new Unit { Parent = "610100" } }));

        refusal.Code.ShouldBe(StatusCode.InvalidArgument);
        refusal.Fields.Select(field => field.Field).ShouldBe(["unit_id", "unit.title", "unit.kind"]);
        (await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = NewCode(), Unit = New("999999") }))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_UNIT", "unit.parent");
        (await Refusal.OfAsync(() => units.CreateUnitAsync(new CreateUnitRequest { UnitId = NewCode() }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "unit");
        (await Refusal.OfAsync(() => units.GetUnitAsync(new GetUnitRequest { Name = "units/999999" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await Refusal.OfAsync(() => units.GetUnitAsync(new GetUnitRequest { Name = "unit" }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_NAME", "name");
    }

    private static string NewCode() => $"T{Interlocked.Increment(ref _code):D5}";

    private static Unit New(string parent, params string[] aliases) => new() { Title = "样例单位", Parent = parent, Kind = Unit.Types.Kind.Zone, Aliases = { aliases } };

    private static async Task<Unit> CreateAsync(UnitService.UnitServiceClient units, string code, string parent) =>
        await units.CreateUnitAsync(new CreateUnitRequest { UnitId = code, Unit = New(parent) });
}
