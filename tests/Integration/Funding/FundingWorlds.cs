using Google.Protobuf;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;
using Renovation.Tests.Integration.Fixtures;
using Xunit;
using static Renovation.Tests.Integration.Funding.FundingHosts;
using AttachmentService = Renovation.Protos.Funding.V1.AttachmentService;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.Tests.Integration.Funding;

/// <summary>Funding support on each database with its neighbours, for all tests of the collection; a test works on a <see cref="Case"/> of its own.</summary>
public sealed class FundingWorlds : IAsyncLifetime
{
    private readonly Dictionary<string, World> _worlds = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        foreach (var provider in new[] { ModuleHost.Postgres, ModuleHost.Sqlite })
            _worlds[provider] = await World.StartAsync(provider);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var world in _worlds.Values)
            await world.DisposeAsync();
    }

    internal World On(string provider) => _worlds[provider];
}

[CollectionDefinition(nameof(FundingWorlds))]
public sealed class FundingCollection : ICollectionFixture<FundingWorlds>;

/// <summary>A host with its neighbours and its clock.</summary>
internal sealed class World : IAsyncDisposable
{
    private static int _year = 2000;
    private readonly string _clock = Path.Combine(Path.GetTempPath(), $"funding-clock-{Guid.CreateVersion7():N}.json");

    public ModuleHost Host { get; private set; } = null!;

    public Neighbours Neighbours { get; } = new();

    /// <summary>Starts the service with its neighbours.</summary>
    /// <param name="catalog">Another address for catalog, null for the neighbour.</param>
    public static async Task<World> StartAsync(string provider, string? catalog = null, params (string Key, string? Value)[] settings)
    {
        var world = new World();
        await world.SetClockAsync(new DateOnly(2017, 7, 10));
        await world.Neighbours.StartCatalogAsync();
        await world.Neighbours.StartProgressAsync();
        world.Host = await FundingHosts.StartAsync(
            provider, [("Demo:ClockFile", world._clock), ("Services:catalog", catalog ?? world.Neighbours.Catalog), ("Services:progress", world.Neighbours.Progress), .. settings]);
        return world;
    }

    /// <summary>Sets the business clock to nine in the morning of a day; the clock is read again after a moment.</summary>
    public async Task SetClockAsync(DateOnly day)
    {
        ClockFile.Set(_clock, new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)), TimeProvider.System);
        await Task.Delay(150, Stop);
    }

    /// <summary>Begins a case: a year of its own with an open program and a completed project in its plan.</summary>
    public async Task<Case> NewCaseAsync(long budgetYuan = 0, Action<ProgramRules>? rules = null, string unit = Own, string uscc = Uscc)
    {
        var year = Interlocked.Increment(ref _year);
        var one = new Case(this, year, $"case-{year}", unit);
        await one.ProjectAsync($"{one.Name}-p1", unit, uscc);
        await one.OpenProgramAsync("a", budgetYuan, rules);
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Neighbours.DisposeAsync();
        File.Delete(_clock);
    }
}

/// <summary>One test's year, programs and projects, and the people who act in it.</summary>
internal sealed class Case(World world, int year, string name, string unit)
{
    private readonly List<Project> _projects = [];

    public string Name => name;

    public int Year => year;

    public World World => world;

    public string Program => ProgramOf("a");

    public string Project => $"{name}-p1";

    public ProgramService.ProgramServiceClient Programs => new(world.Host.As(Role.Planner));

    public ProgramService.ProgramServiceClient Treasury => new(world.Host.As(Role.Finance));

    public AwardService.AwardServiceClient Cashier => new(world.Host.As(Role.Finance, subject: "cashier"));

    public ApplicationService.ApplicationServiceClient Enterprise => new(world.Host.As(Role.Enterprise, Own, "applicant", Uscc));

    public ApplicationService.ApplicationServiceClient District => new(world.Host.As(Role.Reporter, unit, "district"));

    public ApplicationService.ApplicationServiceClient Expert => new(world.Host.As(Role.Planner, "6101GX", "expert"));

    public ApplicationService.ApplicationServiceClient Chief => new(world.Host.As(Role.Planner, "6101GX", "chief"));

    public string ProgramOf(string suffix) => $"programs/{name}-{suffix}";

    /// <summary>Puts a completed project in the plan, and tells everybody.</summary>
    public async Task<Project> ProjectAsync(string id, string ofUnit = Own, string uscc = Uscc)
    {
        var project = Completed(id, ofUnit, uscc);
        _projects.Add(project);
        world.Neighbours.Projects[project.Name] = project;
        await world.Host.TellAsync(project, 1);
        await world.Host.TellAsync(PlanOf(year, [.. _projects]), _projects.Count);
        return project;
    }

    public async Task<V1.Program> OpenProgramAsync(
        string suffix,
        long budgetYuan = 0,
        Action<ProgramRules>? rules = null,
        V1.Program.Types.Level level = V1.Program.Types.Level.Municipal,
        V1.Program.Types.Form form = V1.Program.Types.Form.RewardSubsidy)
    {
        var request = Reward($"{name}-{suffix}", rules);
        (request.Program.Year, request.Program.Level, request.Program.Form) = (year, level, form);
        await Programs.CreateProgramAsync(request, cancellationToken: Stop);
        var program = await Programs.OpenProgramAsync(new OpenProgramRequest { Name = ProgramOf(suffix) }, cancellationToken: Stop);
        return budgetYuan == 0 ? program : await AppropriateAsync(budgetYuan, suffix);
    }

    public async Task<V1.Program> AppropriateAsync(long yuan, string suffix = "a") => await Treasury.AppropriateFundsAsync(
        new AppropriateFundsRequest { Name = ProgramOf(suffix), AmountYuan = yuan, DocumentNumber = "样例预算1号", RequestId = NewId() }, cancellationToken: Stop);

    public async Task<Application> DraftAsync(string suffix = "a", string? project = null, long requestedYuan = 1_500_000) => await Expert.CreateApplicationAsync(
        new CreateApplicationRequest { Application = new Application { Program = ProgramOf(suffix), Project = project ?? Project, RequestedYuan = requestedYuan, Attachments = { await UploadAsync("expert") } } },
        cancellationToken: Stop);

    /// <summary>Uploads a file as somebody of the bureau; gives its name.</summary>
    public async Task<string> UploadAsync(string subject)
    {
        using var upload = new AttachmentService.AttachmentServiceClient(world.Host.As(Role.Planner, "6101GX", subject)).UploadAttachment(cancellationToken: Stop);
        await upload.RequestStream.WriteAsync(new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header { FileName = "申报书.pdf" } }, Stop);
        await upload.RequestStream.WriteAsync(new UploadAttachmentRequest { Data = ByteString.CopyFromUtf8($"%PDF-1.7 {Guid.CreateVersion7()}") }, Stop);
        await upload.RequestStream.CompleteAsync();
        return (await upload).Name;
    }

    public async Task<Application> SubmittedAsync(string suffix = "a", string? project = null) =>
        await District.SubmitApplicationAsync(new SubmitApplicationRequest { Name = (await DraftAsync(suffix, project)).Name }, cancellationToken: Stop);

    public async Task<Application> ReviewedAsync(string suffix = "a", string? project = null, long proposedYuan = 1_000_000)
    {
        var submitted = await SubmittedAsync(suffix, project);
        await District.ReviewApplicationAsync(new ReviewApplicationRequest { Name = submitted.Name, Passed = true, Note = "同意" }, cancellationToken: Stop);
        return await Expert.ReviewApplicationAsync(new ReviewApplicationRequest { Name = submitted.Name, Passed = true, Score = 80, ProposedYuan = proposedYuan }, cancellationToken: Stop);
    }

    /// <summary>Brings an application to the end of its publicity; leaves the clock there.</summary>
    public async Task<Application> PublicisedAsync(string suffix = "a", string? project = null, long proposedYuan = 1_000_000)
    {
        await world.SetClockAsync(new DateOnly(2017, 7, 10));
        var publicised = await Chief.PubliciseApplicationAsync(new PubliciseApplicationRequest { Name = (await ReviewedAsync(suffix, project, proposedYuan)).Name }, cancellationToken: Stop);
        await world.SetClockAsync(new DateOnly(2017, 7, 17));
        return publicised;
    }

    public async Task<Award> AwardAsync(string suffix = "a", string? project = null, long yuan = 1_000_000, params Award.Types.Instalment[] instalments)
    {
        var publicised = await PublicisedAsync(suffix, project, yuan);
        var approved = await Chief.ApproveApplicationAsync(new(Approve(publicised)) { Instalments = { instalments } }, cancellationToken: Stop);
        return await Cashier.GetAwardAsync(new GetAwardRequest { Name = approved.Award }, cancellationToken: Stop);
    }

    public static ApproveApplicationRequest Approve(Application application) => new() { Name = application.Name, DocumentNumber = "样例批复1号" };

    public static DisburseAwardRequest Pay(Award award, long yuan) => new() { Name = award.Name, AmountYuan = yuan, Voucher = "样例凭证1号", BankReference = "样例流水1号", RequestId = NewId() };

    public static RecoverAwardRequest TakeBack(Award award, long yuan) => new() { Name = award.Name, AmountYuan = yuan, Voucher = "样例凭证2号", DocumentNumber = "样例追回1号", RequestId = NewId() };

    public async Task<ListLedgerResponse> LedgerAsync(string suffix = "a") => await Treasury.ListLedgerAsync(new ListLedgerRequest { Name = ProgramOf(suffix) }, cancellationToken: Stop);

    public static string NewId() => Guid.CreateVersion7().ToString();
}
