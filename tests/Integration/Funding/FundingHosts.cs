using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.FundingSupport;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Messaging;
using Renovation.Tests.Integration.Fixtures;
using Xunit;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.Tests.Integration.Funding;

/// <summary>Funding support inside the test, and what the other services would tell it.</summary>
internal static class FundingHosts
{
    public const string Own = "610102";
    public const string Foreign = "6101Z1";
    public const string Uscc = "916101000000000001";

    public static TheoryData<string> Providers => [ModuleHost.Postgres, ModuleHost.Sqlite];

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ModuleHost> StartAsync(string provider, params (string Key, string? Value)[] settings)
    {
        var host = await ModuleHost.StartAsync(provider, ["funding"], builder => builder.AddFundingSupport(), app => app.MapFundingSupport(), builder =>
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))));
        await UnitsAsync(host);
        return host;
    }

    /// <summary>Lets the module handle an event as the bus would: in a transaction and a scope of its own.</summary>
    public static async Task HandleAsync<THandler, TEvent>(this ModuleHost host, TEvent message)
        where THandler : class, IEventHandler<TEvent>
        where TEvent : class, IMessage
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("funding");
        var db = scope.ServiceProvider.GetRequiredService<FundingDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(Stop);
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, Stop);
        await transaction.CommitAsync(Stop);
    }

    public static async Task<T> ReadAsync<T>(this ModuleHost host, Func<FundingDbContext, Task<T>> read)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("test");
        return await read(scope.ServiceProvider.GetRequiredService<FundingDbContext>());
    }

    public static Task TellAsync(this ModuleHost host, Project project, long version) =>
        host.HandleAsync<ProjectChangedHandler, ProjectChanged>(new ProjectChanged { Resource = project.Name, Version = version, Project = project });

    public static Task TellAsync(this ModuleHost host, Enterprise enterprise, long version) =>
        host.HandleAsync<EnterpriseChangedHandler, EnterpriseChanged>(new EnterpriseChanged { Resource = enterprise.Name, Version = version, Enterprise = enterprise });

    public static Task TellAsync(this ModuleHost host, Unit unit, long version) =>
        host.HandleAsync<UnitChangedHandler, UnitChanged>(new UnitChanged { Resource = unit.Name, Version = version, Unit = unit });

    public static Task TellAsync(this ModuleHost host, Plan plan, long version) =>
        plan.Revision > 1
            ? host.HandleAsync<PlanAdjustedHandler, PlanAdjusted>(new PlanAdjusted { Resource = plan.Name, Version = version, Plan = plan })
            : host.HandleAsync<PlanIssuedHandler, PlanIssued>(new PlanIssued { Resource = plan.Name, Version = version, Plan = plan });

    public static Task TellAsync(this ModuleHost host, Return accepted, long version) =>
        host.HandleAsync<ReturnAcceptedHandler, ReturnAccepted>(new ReturnAccepted { Resource = accepted.Name, Version = version, Return = accepted });

    public static Project Completed(string id, string unit = Own, string uscc = Uscc) => new()
    {
        Name = $"projects/{id}",
        Title = $"样例项目 {id}",
        Enterprise = uscc,
        Unit = unit,
        Stage = Project.Types.Stage.Completed,
        ActualCompletionDate = "2017-06-20",
        TotalInvestmentYuan = 50_000_000,
        EquipmentInvestmentYuan = 20_000_000,
        Procedures = { new Procedure { Kind = Procedure.Types.Kind.Filing, State = Procedure.Types.State.Obtained }, new Procedure { Kind = Procedure.Types.Kind.Eia, State = Procedure.Types.State.InProgress } },
        Etag = "\"v3\"",
    };

    public static Enterprise Listed(string uscc = Uscc, bool listed = true) => new()
    {
        Name = $"enterprises/{uscc}",
        Uscc = uscc,
        Title = "样例企业",
        Unit = Own,
        DirectoryState = listed ? Enterprise.Types.DirectoryState.Listed : Enterprise.Types.DirectoryState.NotListed,
    };

    public static Plan PlanOf(int year, params Project[] projects) => new()
    {
        Name = $"plans/{year}",
        Year = year,
        DocumentNumber = "样例〔2017〕1号",
        Entries =
        {
            projects.Select(project => new PlanEntry
            {
                Project = project.Name["projects/".Length..],
                ProjectTitle = project.Title,
                Enterprise = project.Enterprise,
                Unit = project.Unit,
                TotalInvestmentYuan = project.TotalInvestmentYuan,
            }),
        },
    };

    public static Return Accepted(string period, string unit, params (string Project, long Yuan)[] lines) => new()
    {
        Name = $"periods/{period}/returns/{unit}",
        Period = $"periods/{period}",
        Unit = unit,
        State = Return.Types.State.Accepted,
        AcceptTime = Timestamp.FromDateTime(DateTime.SpecifyKind(new DateTime(2017, 7, 10), DateTimeKind.Utc)),
        Lines = { lines.Select(line => new ReturnLine { Project = line.Project, CumulativeYuan = line.Yuan }) },
    };

    public static ProgramRules Rules(Action<ProgramRules>? change = null)
    {
        var rules = new ProgramRules
        {
            SourceDocument = "样例规则",
            Base = ProgramRules.Types.Base.EquipmentInvestment,
            Tiers = { new ProgramRules.Types.Tier { RateBp = 1000 } },
            CapYuan = 5_000_000,
            RequiredStages = { "COMPLETED", "IN_PRODUCTION", "AT_CAPACITY" },
            PlanMembership = ProgramRules.Types.PlanMembership.Required,
            CompletionYear = 2017,
        };
        change?.Invoke(rules);
        return rules;
    }

    public static CreateProgramRequest Reward(string id, Action<ProgramRules>? change = null) => new()
    {
        ProgramId = id,
        Program = new V1.Program
        {
            Title = "样例奖励补助",
            Year = 2017,
            Level = V1.Program.Types.Level.Municipal,
            Form = V1.Program.Types.Form.RewardSubsidy,
            Rules = Rules(change),
        },
    };

    /// <summary>Creates and opens a program, with a budget.</summary>
    public static async Task<V1.Program> OpenProgramAsync(this ModuleHost host, string id, long budgetYuan = 0, Action<ProgramRules>? change = null)
    {
        var programs = new ProgramService.ProgramServiceClient(host.As(Role.Planner));
        await programs.CreateProgramAsync(Reward(id, change), cancellationToken: Stop);
        var program = await programs.OpenProgramAsync(new OpenProgramRequest { Name = $"programs/{id}" }, cancellationToken: Stop);
        return budgetYuan == 0 ? program : await new ProgramService.ProgramServiceClient(host.As(Role.Finance)).AppropriateFundsAsync(
            new AppropriateFundsRequest { Name = program.Name, AmountYuan = budgetYuan, DocumentNumber = "样例预算1号", RequestId = Guid.CreateVersion7().ToString() }, cancellationToken: Stop);
    }

    /// <summary>Waits for a refusal, and gives its status code and reason.</summary>
    public static async Task<(StatusCode Code, string Reason)> RefusalAsync<T>(AsyncUnaryCall<T> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        return (failure.StatusCode, failure.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? "");
    }

    private static async Task UnitsAsync(ModuleHost host)
    {
        (string Code, string Parent)[] units = [("610000", ""), ("610100", "610000"), ("6101GX", "610100"), (Own, "610100"), (Foreign, "610100")];
        foreach (var (code, parent) in units)
            await host.TellAsync(new Unit { Name = $"units/{code}", Code = code, Title = $"样例 {code}", Parent = parent.Length > 0 ? $"units/{parent}" : "" }, 1);
    }
}
