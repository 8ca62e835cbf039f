using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Progress.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Progress.Desk;

namespace Renovation.Tests.Integration.Progress;

[Collection(nameof(ProgressHosts))]
public sealed class LineBatchTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Batch_ChangesAllLinesOnce(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var request = Batch(desk, Change(new ReturnLine { Name = desk.LineOf(desk.Second), QuarterYuan = 7 }), Change(new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 0, Explanation = "不取" }, "quarter_yuan"));
        request.RequestId = Guid.CreateVersion7().ToString();

        var answer = await desk.ReporterOf(Own).BatchUpdateReturnLinesAsync(request);

        answer.Lines.Select(line => (line.Project, line.QuarterYuan, line.HasQuarterYuan, line.Explanation)).ShouldBe([(desk.Second, 7, true, ""), (desk.First, 0, true, "")]);
        var read = await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        (read.State, read.Etag).ShouldBe((Return.Types.State.Draft, "\"v2\""));
        read.Lines.ShouldBe(answer.Lines.Reverse());

        // Nothing happens twice.
        (await desk.ReporterOf(Own).BatchUpdateReturnLinesAsync(request)).ShouldBe(answer);
        (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).ShouldBe(read);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Batch_NamesEveryWrongCellAndChangesNothing(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var before = await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        async Task RefusedAsync(BatchUpdateReturnLinesRequest request, StatusCode code, string reason, params string[] details)
        {
            (await RefusalAsync(desk.ReporterOf(Own).BatchUpdateReturnLinesAsync(request))).ShouldBe(code, reason, details);
            (await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) })).ShouldBe(before);
        }

        await RefusedAsync(Batch(desk), StatusCode.InvalidArgument, "COUNT", "requests COUNT");
        await RefusedAsync(
            Batch(
                desk,
                Change(new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = -1, ActualStartDate = "2018-02-30" }),
                Change(new ReturnLine { Name = desk.LineOf(desk.Third, Other), QuarterYuan = 1 }),
                Change(new ReturnLine { Name = desk.LineOf(desk.Second), QuarterYuan = 1 }),
                Change(new ReturnLine { Name = desk.LineOf(desk.Second), QuarterYuan = 2 }),
                new UpdateReturnLineRequest()),
            StatusCode.InvalidArgument,
            "INVALID_FIELDS",
            "requests[0].line.quarter_yuan NEGATIVE_AMOUNT",
            "requests[0].line.actual_start_date INVALID_DATE",
            "requests[1].line.name NOT_FOUND",
            "requests[3].line.name DUPLICATE",
            "requests[4].line.name NOT_FOUND");
        await RefusedAsync(Batch(desk, Change(new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1 }), Change(new ReturnLine { Name = desk.LineOf(desk.Second), QuarterYuan = 1 }, "position")), StatusCode.InvalidArgument, "INVALID_UPDATE_MASK");
        await RefusedAsync(Batch(desk, Change(new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1 }), Change(new ReturnLine { Name = desk.LineOf(desk.Second), QuarterYuan = 1, Etag = "\"v9\"" })), StatusCode.Aborted, "STALE_ETAG");

        await desk.SubmitAsync(Own);
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Field = "quarter_yuan", Code = "OTHER", Note = "样例" });
        before = await desk.Returns.GetReturnAsync(new GetReturnRequest { Name = desk.ReturnOf(Own) });
        await RefusedAsync(Batch(desk, Change(new ReturnLine { Name = desk.LineOf(desk.First), QuarterYuan = 1 }), Change(new ReturnLine { Name = desk.LineOf(desk.Second), QuarterYuan = 1 })), StatusCode.FailedPrecondition, "CELL_LOCKED");
    }

    private static UpdateReturnLineRequest Change(ReturnLine line, params string[] mask) => new() { Line = line, UpdateMask = mask.Length == 0 ? null : new FieldMask { Paths = { mask } } };

    private static BatchUpdateReturnLinesRequest Batch(Desk desk, params UpdateReturnLineRequest[] requests) => new() { Parent = desk.ReturnOf(Own), Requests = { requests } };
}
