using System.Globalization;
using System.Text;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Workbooks;
using Renovation.Shared.Workbooks.Writing;
using Renovation.Tests.Integration.Catalog;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

/// <summary>附件2: the form of a unit and the report of the city. The form has its header in rows 5 and 6, its lines from row 7.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class ReturnWorkbookTests(ProgressHosts hosts)
{
    private const string Sheet = "投资进度表!";

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Export_OfAUnit_IsItsPrefilledForm(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.ReporterOf(Own).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = desk.Good(desk.First) });

        var file = await ExportAsync(desk);

        var cells = SampleBook.Cells(file);
        (cells["A1"], cells["A2"]).ShouldBe(($"{desk.Year}年重点技术改造项目投资进度表", "单位：万元"));
        cells.ShouldContain(cell => cell.Value == "新城区");
        cells.ShouldContain(cell => cell.Value == $"{desk.Year}年第2季度");
        new[] { "A5", "B5", "C5", "D5", "E5", "F5", "G5", "H5", "I5", "J5", "K5", "L5", "M5", "N5", "O5", "O6", "P6", "Q5", "R5", "S5", "T5", "U5", "V5" }.Select(cell => cells[cell]).ShouldBe(
        [
            "序号", "项目编号", "项目名称", "企业名称", "总投资", "本年计划投资", "至上年底累计", "本季度完成", "本年累计", "自开工累计", "占年计划%", "形象进度", "形象进度%", "实际开工", "竣工", "实际", "预计", "投产", "是否达产",
            "问题类别", "困难和问题", "需协调层级", "情况说明",
        ]);
        new[] { "A7", "B7", "C7", "E7", "F7", "G7", "H7", "I7", "J7", "K7", "L7", "M7", "R7", "W7" }.Select(cell => cells[cell]).ShouldBe(
            ["1", desk.First, "样例项目1", "10000", "4000", "2000", "2000", "2000", "4000", "0.5", "样例进度", "0.4", "否", desk.First]);
        (cells["B8"], cells["H8"]).ShouldBe((desk.Second, ""));
        cells.ShouldNotContainKey("B9");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfTheUntouchedForm_ChangesNothing(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var reporter = desk.ReporterOf(Own);
        await reporter.UpdateReturnAsync(new UpdateReturnRequest { Return = new Return { Name = desk.ReturnOf(Own), Preparer = "=甲", Checker = "乙", UnitInvestmentYtdYuan = 12_345_678_901, UnitInvestmentLastYearYuan = 0 } });

        // Some of these read otherwise from a sheet than they were written: stars are taken off, 无 is no problem.
        var full = new ReturnLine(desk.Good(desk.First))
        {
            QuarterYuan = 12_345_678,
            PhysicalProgress = "★ 基础\n施工",
            PhysicalProgressBp = 4_321,
            ExpectedCompletionDate = $"{desk.Year}-12-31",
            ActualProductionDate = $"{desk.Year}-06-30",
            AtCapacity = true,
            ProblemCategory = ReturnLine.Types.ProblemCategory.Utilities,
            Problem = "无",
            ProblemLevel = ReturnLine.Types.ProblemLevel.Government,
            Explanation = "第一行\n第二行",
            CorrectionReason = "更正",
        };
        var before = await reporter.UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = full });

        var answer = await ImportAsync(desk, await ExportAsync(desk));

        (answer.RowCount, answer.UpdatedCount, answer.UnchangedCount).ShouldBe((2, 0, 2));
        var after = await reporter.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        after.Lines[0].ShouldBe(before);
        (after.Preparer, after.UnitInvestmentYtdYuan).ShouldBe(("=甲", 12_345_678_901));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfAFilledForm_IsStoredOnceAndChecked(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var file = SampleBook.Change(await ExportAsync(desk), [.. Good(desk, 7), .. Good(desk, 8, ("J8", "5,000.0001"), ("S8", "资金"), ("T8", "贷款未到位（样例）"), ("U8", "市政府"), ("R8", "")), .. Head(await ExportAsync(desk), ("填报人", "样例填报人"), ("上年同期", "12.5"))]);

        var trial = await desk.ReporterOf(Own).ImportReturnAsync(new ImportReturnRequest { Name = desk.ReturnOf(Own), File = SampleBook.Body(file), ValidateOnly = true, RequestId = Guid.CreateVersion7().ToString() });
        (await ReadAsync(desk)).State.ShouldBe(Return.Types.State.NotStarted);
        var first = await ImportAsync(desk, file);
        var again = await ImportAsync(desk, file);

        first.ShouldBe(trial);
        (first.RowCount, first.UpdatedCount, first.UnchangedCount).ShouldBe((2, 2, 0));
        (again.RowCount, again.UpdatedCount, again.UnchangedCount).ShouldBe((2, 0, 2));
        first.Findings.Select(finding => $"{finding.Project} {finding.Code}").ShouldBe([$"{desk.Second} CUMULATIVE_MISMATCH"]);
        var filed = await ReadAsync(desk);
        (filed.State, filed.Preparer, filed.UnitInvestmentLastYearYuan, filed.HasUnitInvestmentYtdYuan).ShouldBe((Return.Types.State.Draft, "样例填报人", 125_000, false));
        var line = filed.Lines[1];
        (line.QuarterYuan, line.YearToDateYuan, line.CumulativeYuan, line.PhysicalProgressBp).ShouldBe((2_000 * Wan, 2_000 * Wan, (5_000 * Wan) + 1, 4_000));
        (line.ProblemCategory, line.Problem, line.ProblemLevel).ShouldBe((ReturnLine.Types.ProblemCategory.Funds, "贷款未到位（样例）", ReturnLine.Types.ProblemLevel.Government));
        (line.ActualStartDate, line.Etag).ShouldBe(($"{desk.Year - 1}-05-01", "\"v2\""));

        // An emptied cell is not filled any more.
        (await ImportAsync(desk, SampleBook.Change(await ExportAsync(desk), ("H8", ""), ("T8", "无")))).UpdatedCount.ShouldBe(1);
        line = (await ReadAsync(desk)).Lines[1];
        (line.HasQuarterYuan, line.Problem, line.YearToDateYuan).ShouldBe((false, "", 2_000 * Wan));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_WithErrors_NamesEveryCellAndStoresNothing(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var form = await ExportAsync(desk);
        (string, string)[] wrong =
        [
            .. Good(desk, 7, ("H7", "约三千"), ("I7", "-1"), ("J7", "1.00001"), ("N7", "2017-02-30"), ("R7", "也许"), ("S7", "天气"), ("M7", "140")), ("C8", "另一项目"), ("F8", "9"),
            .. Head(form, ("填报单位", "碑林区"), ("报告期", $"{desk.Year}年第3季度"), ("本单位技改投资本年累计", "很多")),
        ];

        (await RefusalAsync(Upload(desk, SampleBook.Change(form, wrong)))).ShouldBe(
            StatusCode.InvalidArgument,
            "INVALID_FIELDS",
            $"{Sheet}H7 NOT_A_NUMBER",
            $"{Sheet}I7 NEGATIVE_AMOUNT",
            $"{Sheet}J7 SUB_YUAN_PRECISION",
            $"{Sheet}M7 OUT_OF_RANGE",
            $"{Sheet}N7 INVALID_DATE",
            $"{Sheet}R7 UNKNOWN_VALUE",
            $"{Sheet}S7 UNKNOWN_VALUE",
            $"{Sheet}C8 READ_ONLY_CELL",
            $"{Sheet}F8 READ_ONLY_CELL",
            $"{Sheet}{CellOf(form, "填报单位")} FOREIGN_UNIT",
            $"{Sheet}{CellOf(form, "报告期")} WRONG_PERIOD",
            $"{Sheet}{CellOf(form, "本单位技改投资本年累计")} NOT_A_NUMBER");
        (await ReadAsync(desk)).State.ShouldBe(Return.Types.State.NotStarted);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfOtherProjects_NamesThem(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var form = await ExportAsync(desk);

        (await RefusalAsync(Upload(desk, SampleBook.Change(form, ("B7", desk.Third), ("W7", ""))))).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELDS", $"{Sheet}B7 FOREIGN_PROJECT", $"{Sheet}B9 MISSING_PROJECT");
        (await RefusalAsync(Upload(desk, SampleBook.Change(form, ("B7", "nothing"), ("W7", ""))))).ShouldBe(StatusCode.InvalidArgument, "INVALID_FIELDS", $"{Sheet}B7 UNKNOWN_PROJECT", $"{Sheet}B9 MISSING_PROJECT");
        (await RefusalAsync(Upload(desk, SampleBook.Change(form, ("B8", desk.First), ("W8", ""), ("C8", "样例项目1"), ("D8", "样例企业1"))))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS", $"{Sheet}B8 DUPLICATE_PROJECT", $"{Sheet}B9 MISSING_PROJECT");
        (await RefusalAsync(Upload(desk, SampleBook.Change(form, ("B7", desk.Second))))).ShouldBe(StatusCode.InvalidArgument, "ROW_KEY_MISMATCH", $"{Sheet}B7 ROW_KEY_MISMATCH");
        (await RefusalAsync(Upload(desk, SampleBook.Change(form, ("B7", ""), ("W7", ""))))).ShouldBe(StatusCode.InvalidArgument, "MISSING_VALUE", $"{Sheet}B7 MISSING_VALUE");

        // The number may be gone as long as the hidden key is there.
        (await ImportAsync(desk, SampleBook.Change(form, ("B7", "")))).UnchangedCount.ShouldBe(2);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_IntoAReturnThatWasHandedBack_ChangesTheNamedCellsOnly(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.SubmitAsync(Own);
        (await RefusalAsync(Upload(desk, await ExportAsync(desk)))).ShouldBe(StatusCode.FailedPrecondition, "NOT_WITH_UNIT");
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Field = "physical_progress", Code = "OTHER", Note = "请写明（样例）" });
        var form = await ExportAsync(desk);

        (await RefusalAsync(Upload(desk, SampleBook.Change(form, [("L7", "设备安装（样例）"), ("I7", "1"), ("M8", "0.5"), .. Head(form, ("审核人", "乙"))])))).ShouldBe(
            StatusCode.InvalidArgument, "CELL_LOCKED", $"{Sheet}I7 CELL_LOCKED", $"{Sheet}M8 CELL_LOCKED", $"{Sheet}{CellOf(form, "审核人")} CELL_LOCKED");
        (await ImportAsync(desk, SampleBook.Change(form, ("L7", "设备安装（样例）")))).UpdatedCount.ShouldBe(1);
        (await ReadAsync(desk)).Lines[0].PhysicalProgress.ShouldBe("设备安装（样例）");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfAUnitsOwnTable_TakesTheColumnsItHas(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        var own = $"新城区技改项目投资进度\n填报单位：样例市新城区,,报告期：{desk.Year}年二季度\n项目编号,本季度完成投资（元）,本年累计（万元）,自开工累计完成投资（万元）,情况说明\n"
            + $"{desk.Second},\"20,000,001\",2001,4001,样例\n{desk.First},20000000,2000,4000,\n合计,,4001,8001,\n";

        var answer = await ImportAsync(desk, Encoding.UTF8.GetBytes(own));

        (answer.RowCount, answer.UpdatedCount).ShouldBe((2, 1));
        var line = (await ReadAsync(desk)).Lines[1];
        (line.QuarterYuan, line.YearToDateYuan, line.CumulativeYuan, line.Explanation, line.PhysicalProgress, line.PhysicalProgressBp).ShouldBe((20_000_001, 2_001 * Wan, 4_001 * Wan, "样例", "样例进度", 4_000));
        (await RefusalAsync(Upload(desk, Encoding.UTF8.GetBytes("项目编号,本年累计\np,1\n")))).ShouldBe(StatusCode.InvalidArgument, "HEADER_MISSING", "file HEADER_MISSING");
        (await RefusalAsync(desk.ReporterOf(Own).ImportReturnAsync(new ImportReturnRequest { Name = desk.ReturnOf(Own) }))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "file REQUIRED");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfATableWithTitles_IsNoListOfCandidates(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.FillAsync(Own);
        var own = $"项目编号,项目名称,企业名称,本季度完成,本年累计,自开工累计\n{desk.First},样例项目1,样例企业1,2000,2000,4000\n{desk.Second},样例项目3,样例企业3,2000,2000,4000\n";

        (await ImportAsync(desk, Encoding.UTF8.GetBytes(own))).UnchangedCount.ShouldBe(2);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfCandidatesOnTheSecondSheet_TakesThemAndLeavesThemWithoutIt(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var (one, two) = (CatalogHosts.NewUscc(), CatalogHosts.NewUscc());
        SheetColumn<string>[] lines =
        [
            new("project", "项目编号", CellKind.Code, project => project), new("quarter", "本季度完成", CellKind.Money, _ => null), new("ytd", "本年累计", CellKind.Money, _ => null),
            new("cumulative", "自开工累计", CellKind.Money, _ => null),
        ];
        SheetColumn<string>[] candidates =
        [
            new("title", "项目名称", CellKind.Text, title => title), new("enterprise", "企业名称", CellKind.Text, _ => "样例企业"), new("uscc", "统一社会信用代码", CellKind.Code, title => title == "样例新项目" ? one : two),
            new("area", "所在行政区", CellKind.Text, _ => "新城区"), new("months", "建设起止年月", CellKind.Text, _ => "2017.09-2018年6月"), new("total", "总投资", CellKind.Money, title => title.Length > 0 ? 5_000 * Wan : null),
            new("equipment", "其中设备投资", CellKind.Money, _ => 3_000 * Wan),
        ];
        var sheet = new SheetContent<string>("进度", "", lines, new[] { desk.First, desk.Second }.Select(SheetRow<string>.Of));
        SheetContent<string> Candidates(params string[] titles) => new("计划入库项目", "", candidates, titles.Select(SheetRow<string>.Of));

        (await ImportAsync(desk, WorkbookWriter.Write([sheet, Candidates("样例新项目", "样例又一项目")]))).UnchangedCount.ShouldBe(2);
        var stated = (await ReadAsync(desk)).Candidates;
        stated.Select(candidate => (candidate.Title, candidate.Enterprise, candidate.AdministrativeArea, candidate.StartMonth, candidate.EndMonth, candidate.TotalInvestmentYuan, candidate.EquipmentInvestmentYuan)).ShouldBe(
            [("样例新项目", one, Own, "2017-09", "2018-06", 5_000 * Wan, 3_000 * Wan), ("样例又一项目", two, Own, "2017-09", "2018-06", 5_000 * Wan, 3_000 * Wan)]);

        // A form of before, or of the unit's own, has no such sheet: they stay. Ours has it, and says the same again.
        await ImportAsync(desk, WorkbookWriter.Write([sheet], new Dictionary<string, string>(StringComparer.Ordinal) { ["annex2"] = "1" }));
        await ImportAsync(desk, await ExportAsync(desk));
        (await ReadAsync(desk)).Candidates.ShouldBe(stated);
        var form = SampleBook.Cells(await ExportAsync(desk), 2);
        form.ShouldContain(cell => cell.Value == "样例又一项目");
        form.ShouldContain(cell => cell.Value == "2017.09-2018.06");

        (await RefusalAsync(Upload(desk, WorkbookWriter.Write([sheet, Candidates("样例新项目", new string('长', 201), "样例新项目")])))).ShouldBe(
            StatusCode.InvalidArgument, "INVALID_FIELDS", "计划入库项目!A4 TOO_LONG", "计划入库项目!A5 DUPLICATE");
        await ImportAsync(desk, WorkbookWriter.Write([sheet, Candidates("样例又一项目")]));
        (await ReadAsync(desk)).Candidates.Select(candidate => candidate.Title).ShouldBe(["样例又一项目"]);
        await ImportAsync(desk, WorkbookWriter.Write([sheet, Candidates()]));
        (await ReadAsync(desk)).Candidates.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Import_OfAUnitWithoutProjects_TakesItsFigures(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var form = await ExportAsync(desk, Idle);

        var answer = await desk.ReporterOf(Idle).ImportReturnAsync(new ImportReturnRequest { Name = desk.ReturnOf(Idle), File = SampleBook.Body(SampleBook.Change(form, Head(form, ("本单位技改投资本年累计", "88")))) });

        answer.ShouldBe(new ImportReturnResponse());
        (await desk.ReporterOf(Idle).GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Idle) })).UnitInvestmentYtdYuan.ShouldBe(88 * Wan);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task ExportPeriod_HasASectionAndASubtotalForEveryUnit(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.AcceptAsync(Own);
        await desk.FillAsync(Other);
        await desk.ReporterOf(Idle).FileNilReturnAsync(new FileNilReturnRequest { Name = desk.ReturnOf(Idle) });

        var file = (await desk.Periods.ExportPeriodAsync(new ExportPeriodRequest { Name = desk.Period })).Data.ToByteArray();

        var cells = SampleBook.Cells(file);
        string[] Row(int row, string columns) => [.. columns.Select(column => cells.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"{column}{row}"), ""))];
        cells["A5"].ShouldBe("新城区（2个，已审定）");
        Row(6, "ABHIJ").ShouldBe(["1", desk.First, "2000", "2000", "4000"]);
        Row(8, "CEFGHIJK").ShouldBe(["小计", "20000", "8000", "4000", "4000", "4000", "8000", "0.5"]);
        cells["A9"].ShouldBe("碑林区（1个，填报中）");
        Row(12, "CEFGHIJK").ShouldBe(["合计（3个）", "30000", "12000", "6000", "6000", "6000", "12000", "0.5"]);
        var units = SampleBook.Cells(file, 2);
        new[] { "B4", "C4", "D4", "F4", "B6", "D6", "C7" }.Select(cell => units[cell]).ShouldBe(["新城区", "2", "已审定", "是", "曲江新区", "零报告", "3"]);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Annotate_FortyWrongCells_MarksExactlyThose(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var form = await ExportAsync(desk);
        var (tooLong, name) = (new string('样', 2_001), new string('名', 51));
        (string Cell, string Text)[] unreadable =
        [
            ("C7", "另一项目"), ("D7", "另一企业"), ("E7", "很多"), ("F7", "9"), ("G7", "-3"), ("H7", "约三千"), ("I7", "-1"), ("J7", "1.00001"), ("L7", new string('进', 501)), ("M7", "140%"), ("N7", "2017-02-30"), ("O7", "去年"), ("P7", "13月"),
            ("Q7", "2017.13"), ("R7", "也许"), ("S7", "天气"), ("T7", tooLong), ("U7", "联合国"), ("V7", tooLong), ("C8", "样例"), ("D8", "样例"), ("E8", "1"), ("F8", "甲"), ("G8", "1.00001"), ("L8", new string('进', 501)), ("M8", "四成"), ("U8", "省里"), ("V8", tooLong),
            .. Head(form, ("填报单位", "碑林区"), ("报告期", $"{desk.Year}年第3季度"), ("本单位技改投资本年累计", "很多"), ("上年同期", "-5"), ("填报人", name), ("审核人", name)),
        ];

        // What can be read in the second line contradicts itself: amounts, dates and a problem without a category.
        (string Cell, string Text)[] contradicting =
            [("H8", "2000"), ("I8", "2000"), ("J8", "1000"), ("N8", $"{desk.Year}-05-01"), ("O8", $"{desk.Year}-04-01"), ("Q8", $"{desk.Year}-08-01"), ("T8", "样例问题"), ("P8", "无效"), ("R8", "未知")];
        var wrong = SampleBook.Change(form, [.. unreadable, .. contradicting]);

        var answer = (await desk.ReporterOf(Own).AnnotateReturnAsync(new AnnotateReturnRequest { Name = desk.ReturnOf(Own), File = SampleBook.Body(wrong) })).Data.ToByteArray();

        using var book = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(answer), false);
        new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(book).Select(error => $"{error.Path?.XPath}: {error.Description}").ShouldBeEmpty();
        var comments = AnnotationTests.Comments(book);
        foreach (var comment in comments)
            TestContext.Current.TestOutputHelper?.WriteLine($"{comment.Key} {comment.Value[..Math.Min(60, comment.Value.Length)]}");
        comments.Keys.Order(StringComparer.Ordinal).ShouldBe(unreadable.Select(cell => cell.Cell).Concat(["J8", "O8", "P8", "Q8", "R8", "S8"]).Order(StringComparer.Ordinal));
        comments.Count.ShouldBe(40);
        foreach (var cell in comments.Keys)
            AnnotationTests.FillOf(book, cell).ShouldBe("FFFF9999", cell);
        var opened = await Office.ReadAsync("annotated.xlsx", answer);
        opened.Split("<office:annotation ").Length.ShouldBe(41, "every comment is there when LibreOffice opens it");
        (await ReadAsync(desk)).State.ShouldBe(Return.Types.State.NotStarted);
    }

    private static IEnumerable<(string, string)> Good(Desk desk, int row, params (string Cell, string Text)[] instead)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{desk.Year - 1}.5.1");
        (string Column, string Text)[] cells = [("H", "2000"), ("I", "２０００"), ("J", "4,000.00"), ("L", "样例进度"), ("M", "40%"), ("N", start)];
        return cells.Select(cell => (Cell: string.Create(CultureInfo.InvariantCulture, $"{cell.Column}{row}"), cell.Text)).Where(cell => !instead.Any(other => other.Cell == cell.Cell)).Concat(instead);
    }

    // The value of a field stands in the cell behind its label.
    private static (string, string)[] Head(byte[] form, params (string Label, string Text)[] fields) => [.. fields.Select(field => (CellOf(form, field.Label), field.Text))];

    private static string CellOf(byte[] form, string label)
    {
        var cells = SampleBook.Cells(form).ToList();
        return cells[cells.FindIndex(cell => cell.Value.StartsWith(label, StringComparison.Ordinal)) + 1].Key;
    }

    private static async Task<byte[]> ExportAsync(Desk desk, string unit = Own) =>
        (await desk.ReporterOf(unit).ExportReturnAsync(new ExportReturnRequest { Name = desk.ReturnOf(unit) })).Data.ToByteArray();

    private static AsyncUnaryCall<ImportReturnResponse> Upload(Desk desk, byte[] file) =>
        desk.ReporterOf(Own).ImportReturnAsync(new ImportReturnRequest { Name = desk.ReturnOf(Own), File = new HttpBody { Data = ByteString.CopyFrom(file) } });

    private static async Task<ImportReturnResponse> ImportAsync(Desk desk, byte[] file) => await Upload(desk, file);

    private static async Task<Return> ReadAsync(Desk desk) => await desk.ReporterOf(Own).GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
}
