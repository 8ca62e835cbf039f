using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProgressReporting;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Messaging;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using JournalService = Renovation.Protos.Progress.V1.JournalService;

namespace Renovation.Tests.Integration.Progress;

/// <summary>Progress reporting on each database for all tests of the collection; each test has a year of its own, and the business clock is set by hand.</summary>
public sealed class ProgressHosts : IAsyncLifetime
{
    private readonly Dictionary<string, ModuleHost> _hosts = new(StringComparer.Ordinal);
    private readonly string _clock = NewClockFile();
    private readonly Dictionary<string, int> _years = new(StringComparer.Ordinal) { [ModuleHost.Postgres] = 2000, [ModuleHost.Sqlite] = 2000 };

    public static TheoryData<string> Providers => [ModuleHost.Postgres, ModuleHost.Sqlite];

    public async ValueTask InitializeAsync()
    {
        ClockFile.Set(_clock, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)), TimeProvider.System);
        foreach (var provider in new[] { ModuleHost.Postgres, ModuleHost.Sqlite })
        {
            _hosts[provider] = await StartAsync(provider, _clock, opensByItself: false);
            await _hosts[provider].TellUnitsAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
            await host.DisposeAsync();
        File.Delete(_clock);
    }

    /// <summary>Gives a year with an issued plan and the second quarter open; it is 3 July, 09:00.</summary>
    internal async Task<Desk> DeskAsync(string provider, bool open = true)
    {
        var desk = new Desk(_hosts[provider], ++_years[provider], _clock);
        await desk.Host.TellAsync(desk.Plan(), 1);
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 7, 3, 9, 0, 0, TimeSpan.FromHours(8)));
        if (open)
            await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        return desk;
    }

    internal static string NewClockFile() => Path.Combine(Path.GetTempPath(), $"progress-clock-{Guid.CreateVersion7():N}.json");

    internal static Task<ModuleHost> StartAsync(string provider, string clock, bool opensByItself, string? database = null, (string Name, string Value)? setting = null, params (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync(provider, ["progress"], builder => builder.AddProgressReporting(), app => app.MapProgressReporting(), builder =>
        {
            builder.Configuration["Demo:ClockFile"] = clock;

            // Nobody listens there: what asks the catalog is refused as during an outage.
            builder.Configuration["Services:catalog"] = "http://127.0.0.1:9";
            builder.Configuration["Reporting:OpensByItself"] = opensByItself.ToString();
            builder.Configuration["Problems:EscalatesByItself"] = opensByItself.ToString();
            builder.Configuration["Reporting:RemindsByItself"] = opensByItself.ToString();
            builder.Configuration["Reporting:MissingPeriods"] = opensByItself ? "2" : "0";
            if (setting is { } one)
                builder.Configuration[one.Name] = one.Value;
            foreach (var (name, value) in settings)
                builder.Configuration[name] = value;
            if (database is not null)
                builder.Configuration["ConnectionStrings:progress"] = database;
        });
}

[CollectionDefinition(nameof(ProgressHosts))]
public sealed class ProgressCollection : ICollectionFixture<ProgressHosts>;

/// <summary>What the catalog would tell the module.</summary>
internal static class Told
{
    public static readonly (string Code, string Parent, string Title, bool Reporting)[] Units =
    [
        ("610000", "", "样例省", false), ("610100", "610000", "样例市", false), ("6101GX", "610100", "样例委", false),
        ("610102", "610100", "新城区", true), ("610103", "610100", "碑林区", true), ("6101Z3", "610100", "曲江新区", true),
    ];

    /// <summary>Lets the module handle an event as the bus would: in a transaction and a scope of its own.</summary>
    public static async Task HandleAsync<THandler, TEvent>(this ModuleHost host, TEvent message)
        where THandler : class, IEventHandler<TEvent>
        where TEvent : class, IMessage
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("progress");
        var db = scope.ServiceProvider.GetRequiredService<ProgressDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, default);
        await transaction.CommitAsync();
    }

    public static async Task<T> ReadAsync<T>(this ModuleHost host, Func<ProgressDbContext, Task<T>> read)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("test");
        return await read(scope.ServiceProvider.GetRequiredService<ProgressDbContext>());
    }

    public static Task TellAsync(this ModuleHost host, Plan plan, long version) =>
        plan.Revision > 1
            ? host.HandleAsync<PlanAdjustedHandler, PlanAdjusted>(new PlanAdjusted { Resource = plan.Name, Version = version, Plan = plan })
            : host.HandleAsync<PlanIssuedHandler, PlanIssued>(new PlanIssued { Resource = plan.Name, Version = version, Plan = plan });

    public static Task TellAsync(this ModuleHost host, Project project, long version) =>
        host.HandleAsync<ProjectChangedHandler, ProjectChanged>(new ProjectChanged { Resource = project.Name, Version = version, Project = project });

    public static Task TellAsync(this ModuleHost host, Unit unit, long version) =>
        host.HandleAsync<UnitChangedHandler, UnitChanged>(new UnitChanged { Resource = unit.Name, Version = version, Unit = unit });

    public static async Task TellUnitsAsync(this ModuleHost host)
    {
        foreach (var (code, parent, title, reporting) in Units)
            await host.TellAsync(new Unit { Name = $"units/{code}", Code = code, Parent = parent, Title = title, Reporting = reporting, Aliases = { $"样例市{title}" } }, 1);
    }
}

/// <summary>A year of the city at one host: three projects in two units, a third unit without any, and those who work on it.</summary>
internal sealed class Desk(ModuleHost host, int year, string clock)
{
    public const string Own = "610102";
    public const string Other = "610103";
    public const string Idle = "6101Z3";
    public const long Wan = 10_000;

    public ModuleHost Host => host;

    public int Year => year;

    public string Period => $"periods/{year}Q2";

    public PeriodService.PeriodServiceClient Periods => new(Planner);

    /// <summary>The returns as the bureau sees them.</summary>
    public ReturnService.ReturnServiceClient Returns => new(Planner);

    public JournalService.JournalServiceClient Journal => new(Planner);

    private CallInvoker Planner { get; } = host.As(Role.Planner, "6101GX");

    public string First => $"p{year}a";

    public string Second => $"p{year}b";

    public string Third => $"p{year}c";

    public ReturnService.ReturnServiceClient ReporterOf(string unit) => new(host.As(Role.Reporter, unit));

    public string ReturnOf(string unit, int quarter = 2) => $"periods/{year}Q{quarter}/returns/{unit}";

    public string LineOf(string project, string unit = Own, int quarter = 2) => $"{ReturnOf(unit, quarter)}/lines/{project}";

    public static string Uscc(string unit) => $"91{unit}MA0000000X"[..18];

    public Plan Plan() => new()
    {
        Name = $"plans/{year}",
        Year = year,
        Revision = 1,
        DocumentNumber = $"样例〔{year}〕1号",
        IssueDate = $"{year}-01-15",
        Entries = { Entry(First, 1, Own), Entry(Third, 2, Other), Entry(Second, 3, Own) },
    };

    private static PlanEntry Entry(string project, int position, string unit) => new()
    {
        Project = project,
        Position = position,
        Unit = unit,
        ProjectTitle = $"样例项目{position}",
        Enterprise = Uscc(unit),
        EnterpriseTitle = $"样例企业{position}",
        TotalInvestmentYuan = 10_000 * Wan,
        PlannedInvestmentYuan = 4_000 * Wan,
        OpeningInvestmentYuan = 2_000 * Wan,
    };

    /// <summary>Sets the business clock, and waits until the module has seen it.</summary>
    public async Task SetClockAsync(DateTimeOffset instant)
    {
        ClockFile.Set(clock, instant, TimeProvider.System);
        var business = host.Services.GetRequiredService<BusinessClock>();
        await EventuallyAsync(() => Task.FromResult(business.GetUtcNow()), now => (now - instant).Duration() < TimeSpan.FromSeconds(30));
    }

    /// <summary>A line that adds up, without any finding.</summary>
    public ReturnLine Good(string project, string unit = Own, int quarter = 2, long before = 0) => new()
    {
        Name = LineOf(project, unit, quarter),
        QuarterYuan = (1_000 * Wan * quarter) - before,
        YearToDateYuan = 1_000 * Wan * quarter,
        CumulativeYuan = (2_000 + (1_000 * quarter)) * Wan,
        ActualStartDate = $"{year - 1}-05-01",
        PhysicalProgress = "样例进度",
        PhysicalProgressBp = 4_000,
    };

    /// <summary>Fills every line of a unit without any finding.</summary>
    public async Task FillAsync(string unit, int quarter = 2, long before = 0)
    {
        foreach (var project in unit == Own ? new[] { First, Second } : [Third])
            await ReporterOf(unit).UpdateReturnLineAsync(new UpdateReturnLineRequest { Line = Good(project, unit, quarter, before) });
    }

    public async Task<Return> SubmitAsync(string unit, int quarter = 2, long before = 0)
    {
        await FillAsync(unit, quarter, before);
        return await ReporterOf(unit).SubmitReturnAsync(new SubmitReturnRequest { Name = ReturnOf(unit, quarter) });
    }

    public async Task<Return> AcceptAsync(string unit, int quarter = 2, long before = 0)
    {
        await SubmitAsync(unit, quarter, before);
        return await Returns.AcceptReturnAsync(new AcceptReturnRequest { Name = ReturnOf(unit, quarter) });
    }

    public Task<Return> HandBackAsync(string unit, params ReturnReason[] reasons) =>
        Returns.ReturnReturnAsync(new ReturnReturnRequest { Name = ReturnOf(unit), Reasons = { reasons } }).ResponseAsync;

    /// <summary>Waits for a refusal.</summary>
    public static async Task<Refused> RefusalAsync<T>(AsyncUnaryCall<T> call)
    {
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseAsync);
        var status = failure.GetRpcStatus();
        return new Refused(
            failure.StatusCode,
            status?.GetDetail<ErrorInfo>()?.Reason ?? failure.Status.Detail,
            [
                .. status?.GetDetail<BadRequest>()?.FieldViolations.Select(violation => $"{violation.Field} {violation.Reason}") ?? [],
                .. status?.GetDetail<PreconditionFailure>()?.Violations.Select(violation => $"{violation.Subject} {violation.Type}") ?? [],
            ]);
    }
}

/// <summary>What a call was refused with; each detail is a field and its reason.</summary>
internal sealed record Refused(StatusCode Code, string Reason, IReadOnlyList<string> Details)
{
    public void ShouldBe(StatusCode code, string reason, params string[] details)
    {
        (Code, Reason).ShouldBe((code, reason), string.Join('\n', Details));
        if (details.Length > 0)
            Details.ShouldBe(details, ignoreOrder: true);
    }
}
