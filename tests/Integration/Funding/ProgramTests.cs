using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Funding.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.Tests.Integration.Funding;

[Collection(nameof(FundingWorlds))]
public sealed class ProgramTests(FundingWorlds worlds)
{
    public static TheoryData<string> Databases => Providers;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Rules_Changed_BecomeTheNextVersionAndTheOldOnesStay(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var program = await one.Programs.GetProgramAsync(new() { Name = one.Program }, cancellationToken: Stop);
        (program.State, program.RulesVersion, program.Rules, program.Etag).ShouldBe((V1.Program.Types.State.Open, 1, Rules(), "\"v2\""));

        var same = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules() } }, cancellationToken: Stop);
        (same.RulesVersion, same.Etag).ShouldBe((1, program.Etag));
        var renamed = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Title = "样例新名", Rules = Rules(rules => rules.CapYuan = 1), Etag = program.Etag }, UpdateMask = new FieldMask { Paths = { "title" } } }, cancellationToken: Stop);
        (renamed.Title, renamed.RulesVersion, renamed.Rules.CapYuan).ShouldBe(("样例新名", 1, 5_000_000));
        var changed = await one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Rules = Rules(rules => rules.Tiers.Add(new ProgramRules.Types.Tier { FromYuan = 10, RateBp = 7 })) } }, cancellationToken: Stop);
        (changed.Title, changed.RulesVersion, changed.Rules.Tiers.Count).ShouldBe(("样例新名", 2, 2));
        var id = one.Program["programs/".Length..];
        (await one.World.Host.ReadAsync(db => db.RulesVersions.Where(version => version.Program == id).OrderBy(version => version.Number).Select(version => version.Rules).ToListAsync(Stop)))
            .Select(rules => rules.Tiers.Count).ShouldBe([1, 2]);
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Title = "x", Etag = program.Etag } }))).ShouldBe((StatusCode.Aborted, "STALE_ETAG"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program, Year = 2018 }, UpdateMask = new FieldMask { Paths = { "year" } } }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_UPDATE_MASK"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new()))).ShouldBe((StatusCode.InvalidArgument, "INVALID_NAME"));
        (await RefusalAsync(one.Programs.UpdateProgramAsync(new() { Program = new() { Name = one.Program }, UpdateMask = new FieldMask { Paths = { "*" } } }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_FIELDS"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_Wrong_TellsEverythingAtOnce(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var failure = await Should.ThrowAsync<RpcException>(async () => await one.Programs.CreateProgramAsync(new()
        {
            ProgramId = $"{one.Name}-wrong",
            Program = new() { Rules = new() { Tiers = { new ProgramRules.Types.Tier { RateBp = 10_001 } }, RequiredStages = { "DONE" }, RequiredProcedures = { "filing", "filing" }, CompletionYear = 17 } },
        }));

        failure.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>().FieldViolations.Select(violation => $"{violation.Field} {violation.Reason}").ShouldBe(
        [
            "program.title LENGTH", "program.year OUT_OF_RANGE", "program.level REQUIRED", "program.form REQUIRED", "program.rules.source_document LENGTH", "program.rules.base REQUIRED",
            "program.rules.tiers.rate_bp OUT_OF_RANGE", "program.rules.required_stages UNKNOWN_STAGE", "program.rules.required_procedures DUPLICATE", "program.rules.completion_year OUT_OF_RANGE",
        ]);
        (await RefusalAsync(one.Programs.CreateProgramAsync(Reward($"{one.Name}-a")))).ShouldBe((StatusCode.AlreadyExists, "PROGRAM_EXISTS"));
        (await RefusalAsync(one.Programs.CreateProgramAsync(Reward("Ab!")))).ShouldBe((StatusCode.InvalidArgument, "INVALID_ID"));
        (await RefusalAsync(one.Programs.CreateProgramAsync(Reward("abcd\n")))).ShouldBe((StatusCode.InvalidArgument, "INVALID_ID"));
        (await RefusalAsync(one.Programs.CreateProgramAsync(new()))).Code.ShouldBe(StatusCode.InvalidArgument);
        (await RefusalAsync(one.Programs.GetProgramAsync(new() { Name = "programs/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_AgainWithItsRequestId_AnswersTheSame(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        var request = Reward($"{one.Name}-again");
        request.RequestId = Case.NewId();

        var first = await one.Programs.CreateProgramAsync(request, cancellationToken: Stop);

        (await one.Programs.CreateProgramAsync(request, cancellationToken: Stop)).ShouldBe(first);
        request.Program.Title = "另一";
        (await RefusalAsync(one.Programs.CreateProgramAsync(request))).ShouldBe((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OpenAndClose_OutOfTurn_AreRefused(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        (await RefusalAsync(one.Programs.OpenProgramAsync(new() { Name = one.Program }))).ShouldBe((StatusCode.FailedPrecondition, "ALREADY_OPEN"));
        (await RefusalAsync(one.Programs.CloseProgramAsync(new() { Name = one.Program, Etag = "\"v1\"" }))).ShouldBe((StatusCode.Aborted, "STALE_ETAG"));
        (await one.Programs.CloseProgramAsync(new() { Name = one.Program }, cancellationToken: Stop)).State.ShouldBe(V1.Program.Types.State.Closed);
        (await RefusalAsync(one.Programs.CloseProgramAsync(new() { Name = one.Program }))).ShouldBe((StatusCode.FailedPrecondition, "PROGRAM_NOT_OPEN"));
        (await one.Programs.OpenProgramAsync(new() { Name = one.Program }, cancellationToken: Stop)).State.ShouldBe(V1.Program.Types.State.Open);
        (await RefusalAsync(one.Programs.OpenProgramAsync(new() { Name = "programs/none" }))).ShouldBe((StatusCode.NotFound, "NOT_FOUND"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_IsFilteredAndPaged(string provider)
    {
        var one = await worlds.On(provider).NewCaseAsync();
        foreach (var suffix in new[] { "b", "c", "d" })
            await one.OpenProgramAsync(suffix);
        await one.Programs.CloseProgramAsync(new() { Name = one.ProgramOf("c") }, cancellationToken: Stop);

        var first = await one.Programs.ListProgramsAsync(new() { Year = one.Year, PageSize = 3 }, cancellationToken: Stop);
        var rest = await one.Programs.ListProgramsAsync(new() { Year = one.Year, PageSize = 3, PageToken = first.NextPageToken }, cancellationToken: Stop);
        first.Programs.Concat(rest.Programs).Select(program => program.Name).ShouldBe(new[] { "a", "b", "c", "d" }.Select(one.ProgramOf));
        rest.NextPageToken.ShouldBeEmpty();
        (await one.Programs.ListProgramsAsync(new() { Year = one.Year, State = V1.Program.Types.State.Closed }, cancellationToken: Stop)).Programs.ShouldHaveSingleItem().Name.ShouldBe(one.ProgramOf("c"));
        (await RefusalAsync(one.Programs.ListProgramsAsync(new() { PageSize = 3, PageToken = first.NextPageToken }))).ShouldBe((StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Demo_WithoutAnyProgram_AddsTheSamplesOnce(string provider)
    {
        await using var host = await StartAsync(provider, ("Demo:Enabled", "true"), ("Services:catalog", "http://127.0.0.1:9"), ("Services:progress", "http://127.0.0.1:9"));
        var programs = await new ProgramService.ProgramServiceClient(host.As(Shared.Identity.Role.Planner)).ListProgramsAsync(new() { Year = 2017 }, cancellationToken: Stop);
        programs.Programs.Select(program => (program.Name, program.Level, program.Form, program.State, program.AppropriatedYuan > 0)).ShouldBe(
        [
            ("programs/central-2017", V1.Program.Types.Level.Central, V1.Program.Types.Form.RewardSubsidy, V1.Program.Types.State.Open, false),
            ("programs/municipal-equity-2017", V1.Program.Types.Level.Municipal, V1.Program.Types.Form.Equity, V1.Program.Types.State.Open, true),
            ("programs/municipal-reward-2017", V1.Program.Types.Level.Municipal, V1.Program.Types.Form.RewardSubsidy, V1.Program.Types.State.Open, true),
            ("programs/provincial-2017", V1.Program.Types.Level.Provincial, V1.Program.Types.Form.InterestSubsidy, V1.Program.Types.State.Open, false),
        ]);
        programs.Programs.ShouldAllBe(program => program.Title.StartsWith("样例") && program.Rules.SourceDocument.StartsWith("样例"));
        var ledger = await new ProgramService.ProgramServiceClient(host.As(Shared.Identity.Role.Finance)).ListLedgerAsync(new() { Name = "programs/municipal-reward-2017" }, cancellationToken: Stop);
        (ledger.Postings.ShouldHaveSingleItem().Actor, ledger.Balanced).ShouldBe(("demo", true));
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(host.Services);
        await Renovation.FundingSupport.Programs.SamplePrograms.SeedAsync(scope.ServiceProvider, Stop);
        (await host.ReadAsync(db => db.Programs.CountAsync(Stop))).ShouldBe(4);
    }
}
