using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Renovation.FundingSupport.Access;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;

namespace Renovation.Tests.Integration.Funding;

/// <summary>Every method as every role on an own and on a foreign unit; what is expected is what the matrix says.</summary>
[Collection(nameof(FundingWorlds))]
public sealed class AccessTests(FundingWorlds worlds)
{
    private const string ForeignUscc = "916101000000000002";
    private static readonly ServiceDescriptor[] Services = [ProgramService.Descriptor, ApplicationService.Descriptor, AwardService.Descriptor, JournalService.Descriptor];
    private static readonly string[] Lists = ["ListEligibilities", "ListApplications", "ListAwards"];

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

        // An enterprise sees its own in a list, whichever unit it asks for.
        Reach.Own => !own && !(role == Role.Enterprise && Lists.Contains(method.Name)),
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
            ["GetAward"] = new GetAwardRequest { Name = award.Name },
            ["ListAwards"] = new ListAwardsRequest { Unit = unit },
            ["DisburseAward"] = new DisburseAwardRequest { Name = award.Name },
            ["RecoverAward"] = new RecoverAwardRequest { Name = award.Name },
            ["ListAuditEvents"] = new ListAuditEventsRequest(),
            ["VerifyJournal"] = new VerifyJournalRequest(),
            ["ListChanges"] = new ListChangesRequest(),
            ["ListParkedMessages"] = new ListParkedMessagesRequest(),
            ["RedriveParkedMessage"] = new RedriveParkedMessageRequest(),
            ["ReconcileCopies"] = new ReconcileCopiesRequest(),
        };
    }
}
