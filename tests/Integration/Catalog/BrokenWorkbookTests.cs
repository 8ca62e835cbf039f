using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Workbooks that are wrong: every error is named with its cell, and nothing is written.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class BrokenWorkbookTests(CatalogHosts hosts)
{
    private static readonly (string Cell, string Text, string Code)[] Variants =
    [
        ("D4", "91610102510080397X", "USCC_CHECKSUM"),
        ("E5", "不存在的区", "UNKNOWN_UNIT"),
        ("L6", "很多", "NOT_A_NUMBER"),
        ("O7", "-5", "NEGATIVE_AMOUNT"),
        ("L8", "45560.12345", "SUB_YUAN_PRECISION"),
        ("K9", "2017.13-2018.01", "INVALID_PERIOD"),
        ("I10", "改建", "UNKNOWN_VALUE"),
        ("J11", "是", "CONTRADICTION"),
        ("M12", "99999999", "EXCEEDS_TOTAL"),
        ("B13", "", "MISSING_VALUE"),
        ("Q14", "也许", "UNKNOWN_VALUE"),
        ("E15", "市工信委", "NOT_REPORTING"),
        ("G16", "甲乙", "FORMAT"),
        ("F17", "火星", "UNKNOWN_AREA"),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Variants.Length)];

    [Theory, MemberData(nameof(Each))]
    public async Task ImportPlan_OneWrongCell_IsNamed(int variant)
    {
        var plans = new Bureau(hosts.On("sqlite")).Plans;
        var (cell, text, code) = Variants[variant];
        var year = CatalogHosts.NextYear();

        var refusal = await Refusal.OfAsync(() => plans.ImportPlanAsync(Import(year, SampleBook.With(SampleBook.Annex1, (cell, text)))));

        refusal.Code.ShouldBe(StatusCode.InvalidArgument);
        refusal.Fields.Select(field => (field.Field, field.Reason)).ShouldBe([($"附件1!{cell}", code)]);
        (await Refusal.OfAsync(() => plans.GetPlanAsync(new GetPlanRequest { Name = $"plans/{year}" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportPlan_AllWrongCells_AreNamedInOneAnswer(string provider)
    {
        var plans = new Bureau(hosts.On(provider)).Plans;
        var file = SampleBook.With(SampleBook.Annex1, [.. Variants.Select(variant => (variant.Cell, variant.Text))]);

        var refusal = await Refusal.OfAsync(() => plans.ImportPlanAsync(Import(CatalogHosts.NextYear(), file)));

        refusal.Fields.Select(field => (field.Field, field.Reason)).ShouldBe(Variants.Select(variant => ($"附件1!{variant.Cell}", variant.Code)), ignoreOrder: true);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportPlan_RowTwice_NamesTheOther(string provider)
    {
        var plans = new Bureau(hosts.On(provider)).Plans;
        var file = SampleBook.With(SampleBook.Annex1, ("B5", "★汽车密封件产能提升　技术改造项目"), ("C5", "西安样例沣凯橡塑制品有限公司"), ("D5", "91610102510080397T"), ("T5", "否"));

        var refusal = await Refusal.OfAsync(() => plans.ImportPlanAsync(Import(CatalogHosts.NextYear(), file)));

        refusal.Fields.Select(field => (field.Field, field.Reason)).ShouldBe([("附件1!B5", "DUPLICATE_ROW"), ("附件1!T5", "LISTED_DIFFERS")], ignoreOrder: true);
        refusal.Fields.ShouldContain(field => field.Description.Contains('4'));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportPlan_WithdrawnProject_IsNamed(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var file = SampleBook.Body("项目名称,企业名称,统一社会信用代码,区县,行政区划,行业代码,建设性质,是否前期,建设起止年月,总投资,设备投资,累计完成投资,本年计划投资,年内竣工\n样例项目,样例企业,{0},610113,610113,C36,续建,否,2016-2018,1000,500,0,100,否\n"u8.ToArray());
        var project = await bureau.NewAdmittedAsync();
        file.Data = Google.Protobuf.ByteString.CopyFromUtf8(file.Data.ToStringUtf8().Replace("{0}", project.Enterprise, StringComparison.Ordinal));
        var request = new ImportPlanRequest { Name = $"plans/{CatalogHosts.NextYear()}", File = file, ValidateOnly = true };
        (await bureau.Plans.ImportPlanAsync(request)).ProjectsMatchedCount.ShouldBe(1);
        await bureau.Projects.WithdrawProjectAsync(new WithdrawProjectRequest { Name = project.Name, Reason = Project.Types.WithdrawalReason.Infeasible });

        (await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(request))).ShouldBe(StatusCode.InvalidArgument, "PROJECT_WITHDRAWN", "附件1!A2");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Import_WrongFiles_AreRefusedAsAWhole(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var headerless = SampleBook.With(SampleBook.Annex1, ("L3", "别的"));
        (byte[] File, string Code)[] files =
        [
            ([], "EMPTY_FILE"), ("%PDF-1.7"u8.ToArray(), "WRONG_KIND"), ("<html></html>"u8.ToArray(), "WRONG_KIND"), (SampleBook.Read(SampleBook.Annex1)[..9000], "BROKEN_FILE"),
            ("一,二,三\n1,2,3\n"u8.ToArray(), "NO_TABLE"), (headerless, "HEADER_MISSING"), (new byte[21 * 1024 * 1024], "FILE_TOO_LARGE"),
        ];

        foreach (var (file, code) in files)
        {
            (await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(Import(CatalogHosts.NextYear(), file)))).ShouldBe(StatusCode.InvalidArgument, code, "file");
            (await Refusal.OfAsync(() => bureau.Projects.ImportProjectsAsync(new ImportProjectsRequest { File = SampleBook.Body(file) }))).ShouldBe(StatusCode.InvalidArgument, code, "file");
        }

        (await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(new ImportPlanRequest { Name = "plans/2099" }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "file");
        (await Refusal.OfAsync(() => bureau.Plans.ImportPlanAsync(Import(1999, SampleBook.Read(SampleBook.Messy))))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    private static ImportPlanRequest Import(int year, byte[] file) => new() { Name = $"plans/{year}", File = SampleBook.Body(file) };
}
