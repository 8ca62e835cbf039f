using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Renovation.FundingSupport.Access;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using AttachmentService = Renovation.Protos.Funding.V1.AttachmentService;

namespace Renovation.Tests.Integration.Funding;

/// <summary>Every method as every role on an own and on a foreign unit; what is expected is what the matrix says.</summary>
[Collection(nameof(FundingWorlds))]
public sealed class AccessTests(FundingWorlds worlds)
{
    private const string ForeignUscc = "916101000000000002";
    private static readonly ServiceDescriptor[] Services = [ProgramService.Descriptor, ApplicationService.Descriptor, AwardService.Descriptor, LedgerService.Descriptor, HoldingService.Descriptor, RecommendationService.Descriptor, AllocationService.Descriptor, SupportService.Descriptor, AttachmentService.Descriptor, JournalService.Descriptor];
    private static readonly string[] Lists = ["ListEligibilities", "ListApplications", "ListAwards", "ListHoldings", "ListPostings", "ListBalances"];

    [Fact]
    public void Matrix_HasARuleForEveryMethod() => FundingAccess.Matrix.MissingRules(Services).ShouldBeEmpty();

    [Fact]
    public async Task EveryMethod_AsEveryRole_OnOwnAndForeign_IsDeniedExactlyWhenTheMatrixSaysSo()
    {
        var world = worlds.On(ModuleHost.Postgres);
        var requests = new Dictionary<bool, Dictionary<string, IMessage>> { [true] = await RequestsAsync(world, Own, Uscc), [false] = await RequestsAsync(world, Foreign, ForeignUscc) };
        var wrong = new List<string>();
        var calls = 0;
        foreach (var role in Roles.All)
        {
            var invoker = world.Host.As(role, Own, enterprise: role == Role.Enterprise ? Uscc : null);
            foreach (var method in Services.SelectMany(service => service.Methods))
            {
                foreach (var own in new[] { true, false })
                {
                    var denied = await CallAsync(invoker, method, requests[own][method.Name]) == StatusCode.PermissionDenied;
                    if (denied != IsDenied(method, role, own))
                        wrong.Add($"{method.FullName} as {role} on {(own ? "own" : "foreign")}: {(denied ? "denied" : "admitted")}");
                    calls++;
                }
            }
        }

        wrong.ShouldBeEmpty();
        calls.ShouldBe(Roles.All.Count * Services.Sum(service => service.Methods.Count) * 2);
    }

    private static bool IsDenied(MethodDescriptor method, Role role, bool own) => FundingAccess.Matrix.ReachOf(AccessMatrix.PathOf(method), role) switch
    {
        Reach.All => false,

        // An enterprise sees its own in a list, whichever unit it asks for; an upload is about nobody yet.
        Reach.Own => !own && method.Name != "UploadAttachment" && !(role == Role.Enterprise && Lists.Contains(method.Name)),
        _ => true,
    };

    private static async Task<StatusCode> CallAsync(CallInvoker invoker, MethodDescriptor method, IMessage request)
    {
        var bytes = Marshallers.Create<byte[]>(value => value, value => value);
        var call = new Method<byte[], byte[]>(MethodType.Unary, method.Service.FullName, method.Name, bytes, bytes);
        return await ApplicationTests.OutcomeAsync(() => invoker.AsyncUnaryCall(call, null, new CallOptions(cancellationToken: Stop), request.ToByteArray()).ResponseAsync);
    }

    // What they name is decided or empty, so that no call changes what the next one finds.
    private static async Task<Dictionary<string, IMessage>> RequestsAsync(World world, string unit, string uscc)
    {
        var one = await world.NewCaseAsync(10_000_000, unit: unit, uscc: uscc);
        var award = await one.AwardAsync();
        var application = award.Application;
        var missing = "programs/none";
        return new Dictionary<string, IMessage>(StringComparer.Ordinal)
        {
            ["GetProgram"] = new GetProgramRequest { Name = one.Program },
            ["ListPrograms"] = new ListProgramsRequest(),
            ["CreateProgram"] = new CreateProgramRequest(),
            ["UpdateProgram"] = new UpdateProgramRequest(),
            ["OpenProgram"] = new OpenProgramRequest { Name = missing },
            ["CloseProgram"] = new CloseProgramRequest { Name = missing },
            ["AppropriateFunds"] = new AppropriateFundsRequest { Name = missing },
            ["ListLedger"] = new ListLedgerRequest { Name = one.Program },
            ["GetEligibility"] = new GetEligibilityRequest { Name = $"{one.Program}/eligibilities/{one.Project}" },
            ["ListEligibilities"] = new ListEligibilitiesRequest { Parent = one.Program, Unit = unit },
            ["GetApplication"] = new GetApplicationRequest { Name = application },
            ["ListApplications"] = new ListApplicationsRequest { Unit = unit },
            ["CreateApplication"] = new CreateApplicationRequest { Application = new Application { Program = missing, Project = one.Project } },
            ["SubmitApplication"] = new SubmitApplicationRequest { Name = application },
            ["ReviewApplication"] = new ReviewApplicationRequest { Name = application },
            ["PubliciseApplication"] = new PubliciseApplicationRequest { Name = application },
            ["ApproveApplication"] = new ApproveApplicationRequest { Name = application },
            ["RejectApplication"] = new RejectApplicationRequest { Name = application },
            ["WithdrawApplication"] = new WithdrawApplicationRequest { Name = application },
            ["UpdateApplication"] = new UpdateApplicationRequest { Application = new Application { Name = application } },
            ["UploadAttachment"] = new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header() },
            ["ListAttachments"] = new ListAttachmentsRequest { Parent = application },
            ["GetAttachment"] = new GetAttachmentRequest { Name = (await one.Expert.GetApplicationAsync(new() { Name = application }, cancellationToken: Stop)).Attachments[0] },
            ["DownloadAttachment"] = new DownloadAttachmentRequest { Name = (await one.Expert.GetApplicationAsync(new() { Name = application }, cancellationToken: Stop)).Attachments[0] },
            ["PreviewRules"] = new PreviewRulesRequest { Name = missing },
            ["ListRulesVersions"] = new ListRulesVersionsRequest { Parent = one.Program },
            ["ObjectToApplication"] = new ObjectToApplicationRequest { Name = application },
            ["SettleObjection"] = new SettleObjectionRequest { Name = application },
            ["WaiveDoubleFunding"] = new WaiveDoubleFundingRequest { Name = application },
            ["ExportPublicity"] = new ExportPublicityRequest { Program = one.Program },
            ["RevokeApplication"] = new RevokeApplicationRequest { Name = application },
            ["ConfirmInstalment"] = new ConfirmInstalmentRequest { Name = award.Name },
            ["GetHolding"] = new GetHoldingRequest { Name = await HoldingAsync(one) },
            ["ListHoldings"] = new ListHoldingsRequest { Unit = unit },
            ["CreateHolding"] = new CreateHoldingRequest(),
            ["RecordDividend"] = new RecordDividendRequest { Name = "holdings/none" },
            ["RecordValuation"] = new RecordValuationRequest { Name = "holdings/none" },
            ["PlanExit"] = new PlanExitRequest { Name = "holdings/none" },
            ["ExitHolding"] = new ExitHoldingRequest { Name = "holdings/none" },
            ["GetRecommendation"] = new GetRecommendationRequest { Name = "recommendations/none" },
            ["ListRecommendations"] = new ListRecommendationsRequest(),
            ["CreateRecommendation"] = new CreateRecommendationRequest(),
            ["RankRecommendation"] = new RankRecommendationRequest { Name = "recommendations/none" },
            ["SendRecommendation"] = new SendRecommendationRequest { Name = "recommendations/none" },
            ["RecordOutcome"] = new RecordOutcomeRequest { Name = "recommendations/none" },
            ["ExportRecommendation"] = new ExportRecommendationRequest { Name = "recommendations/none" },
            ["PreviewAllocation"] = new PreviewAllocationRequest { Program = missing },
            ["ListSupports"] = new ListSupportsRequest(),
            ["ExportSupports"] = new ExportSupportsRequest { Program = one.Program },
            ["SummarizeSupports"] = new SummarizeSupportsRequest { Dimension = SummarizeSupportsRequest.Types.Dimension.Unit },
            ["GetAward"] = new GetAwardRequest { Name = award.Name },
            ["ListAwards"] = new ListAwardsRequest { Unit = unit },
            ["DisburseAward"] = new DisburseAwardRequest { Name = award.Name },
            ["RecoverAward"] = new RecoverAwardRequest { Name = award.Name },
            ["ListPostings"] = new ListPostingsRequest { Unit = unit },
            ["ListBalances"] = new ListBalancesRequest { Dimension = ListBalancesRequest.Types.Dimension.Project, Unit = unit },
            ["ExportLedger"] = new ExportLedgerRequest(),
            ["VerifyLedger"] = new VerifyLedgerRequest(),
            ["ListAuditEvents"] = new ListAuditEventsRequest(),
            ["VerifyJournal"] = new VerifyJournalRequest(),
            ["ListChanges"] = new ListChangesRequest(),
            ["ListParkedMessages"] = new ListParkedMessagesRequest(),
            ["RedriveParkedMessage"] = new RedriveParkedMessageRequest(),
            ["ReconcileCopies"] = new ReconcileCopiesRequest(),
        };
    }

    private static async Task<string> HoldingAsync(Case one)
    {
        await one.OpenProgramAsync("equity", 10_000_000, rules => rules.Base = ProgramRules.Types.Base.FixedAssetInvestment, form: Renovation.Protos.Funding.V1.Program.Types.Form.Equity);
        return (await HoldingTests.HeldAsync(one, await one.AwardAsync("equity"))).Name;
    }
}
