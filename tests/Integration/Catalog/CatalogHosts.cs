using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Renovation.ProjectCatalog;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>One catalog on each database for all tests of the collection; the tests keep out of each other's way by using enterprises and plan years of their own.</summary>
public sealed class CatalogHosts : IAsyncLifetime
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private readonly Dictionary<string, ModuleHost> _hosts = new(StringComparer.Ordinal);
    private readonly string _clock = Path.Combine(Path.GetTempPath(), $"catalog-clock-{Guid.CreateVersion7():N}.json");
    private static int _year = 2000;

    public static TheoryData<string> Providers => [ModuleHost.Postgres, ModuleHost.Sqlite];

    public async ValueTask InitializeAsync()
    {
        ClockFile.Set(_clock, new DateTimeOffset(2017, 7, 3, 9, 0, 0, TimeSpan.FromHours(8)), TimeProvider.System);
        foreach (var provider in new[] { ModuleHost.Postgres, ModuleHost.Sqlite })
            _hosts[provider] = await StartAsync(provider, builder => builder.Configuration["Demo:ClockFile"] = _clock);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
            await host.DisposeAsync();
        File.Delete(_clock);
    }

    internal ModuleHost On(string provider) => _hosts[provider];

    internal static Task<ModuleHost> StartAsync(string provider, Action<WebApplicationBuilder>? configure = null) =>
        ModuleHost.StartAsync(provider, ["catalog"], builder => builder.AddProjectCatalog(), app => app.MapProjectCatalog(), configure);

    /// <summary>Gives a plan year that no other test uses.</summary>
    internal static int NextYear() => Interlocked.Increment(ref _year);

    /// <summary>Gives a valid code of a new enterprise.</summary>
    internal static string NewUscc()
    {
        var body = "91" + string.Concat(Enumerable.Range(0, 15).Select(_ => Alphabet[Random.Shared.Next(Alphabet.Length)]));
        return body + Renovation.Shared.Domain.UnifiedSocialCreditCode.CheckCharacter(body);
    }
}

[CollectionDefinition(nameof(CatalogHosts))]
public sealed class CatalogCollection : ICollectionFixture<CatalogHosts>;

/// <summary>What a call was refused with.</summary>
internal sealed record Refusal(StatusCode Code, string Reason, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<BadRequest.Types.FieldViolation> Fields)
{
    public static async Task<Refusal> OfAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        return Of(await Should.ThrowAsync<RpcException>(async () => await call()));
    }

    public static Refusal Of(RpcException failure)
    {
        var status = failure.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        return new Refusal(failure.StatusCode, info?.Reason ?? failure.Status.Detail, info?.Metadata.ToDictionary(StringComparer.Ordinal) ?? [], status?.GetDetail<BadRequest>()?.FieldViolations.ToList() ?? []);
    }

    public void ShouldBe(StatusCode code, string reason, string? field = null)
    {
        (Code, Reason).ShouldBe((code, reason));
        if (field is not null)
            Fields.ShouldContain(violation => violation.Field == field);
    }
}

/// <summary>Calls the catalog as the bureau does.</summary>
internal sealed class Bureau(ModuleHost host)
{
    public const string Unit = "6101GX";

    public CallInvoker Caller { get; } = host.As(Role.Planner, Unit);

    public UnitService.UnitServiceClient Units => new(Caller);

    public EnterpriseService.EnterpriseServiceClient Enterprises => new(Caller);

    public ProjectService.ProjectServiceClient Projects => new(Caller);

    public ProcedureService.ProcedureServiceClient Procedures => new(Caller);

    public OperationService.OperationServiceClient Operations => new(Caller);

    public AttachmentService.AttachmentServiceClient Attachments => new(Caller);

    public PlanService.PlanServiceClient Plans => new(Caller);

    public JournalService.JournalServiceClient Journal => new(Caller);

    public async Task<Enterprise> NewEnterpriseAsync(string unit = "610113") =>
        await Enterprises.CreateEnterpriseAsync(new CreateEnterpriseRequest { EnterpriseId = CatalogHosts.NewUscc(), Enterprise = new Enterprise { Title = "样例企业", Unit = unit, DirectoryState = Enterprise.Types.DirectoryState.Listed } });

    public async Task<Project> NewProjectAsync(string unit = "610113", string title = "样例项目", string? uscc = null) =>
        await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Draft(uscc ?? (await NewEnterpriseAsync(unit)).Uscc, unit, title) });

    public async Task<Project> NewAdmittedAsync(string unit = "610113", string title = "样例项目", string? uscc = null) =>
        await Projects.AdmitProjectAsync(new AdmitProjectRequest { Name = (await NewProjectAsync(unit, title, uscc)).Name });

    public async Task<Plan> NewPlanAsync() => await Plans.CreatePlanAsync(new CreatePlanRequest { Plan = new Plan { Year = CatalogHosts.NextYear() } });

    public async Task<PlanEntry> NewEntryAsync(Plan plan, Project project, PlanEntry.Types.Nature nature = PlanEntry.Types.Nature.Continuing, long planned = 100_000_000) =>
        await Plans.CreatePlanEntryAsync(new CreatePlanEntryRequest
        {
            Parent = plan.Name,
            Entry = new PlanEntry { Project = project.Name["projects/".Length..], Nature = nature, PlannedInvestmentYuan = planned, OpeningInvestmentYuan = 50_000_000, Target = "样例目标" },
        });

    public static Project Draft(string uscc, string unit = "610113", string title = "样例项目") => new()
    {
        Title = title,
        Enterprise = uscc,
        Unit = unit,
        AdministrativeArea = "610113",
        IndustryCode = "C36",
        Content = "样例建设内容",
        StartMonth = "2016-03",
        EndMonth = "2017-12",
        TotalInvestmentYuan = 545_830_000,
        EquipmentInvestmentYuan = 300_000_000,
        OpeningInvestmentYuan = 120_000_000,
    };

    /// <summary>Gives the request that issues a plan.</summary>
    public static IssuePlanRequest Issue(Plan plan) => new() { Name = plan.Name, DocumentNumber = "样例发〔2017〕119号", IssueDate = "2017-05-19" };
}
