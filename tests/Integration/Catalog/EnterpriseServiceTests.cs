using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class EnterpriseServiceTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task CreateEnterprise_WrongInput_NamesTheField(string provider)
    {
        var enterprises = new Bureau(hosts.On(provider)).Enterprises;
        var existing = await new Bureau(hosts.On(provider)).NewEnterpriseAsync();
        var wrong = existing.Uscc[..17] + (existing.Uscc[17] == '0' ? '1' : '0');

        (await Refusal.OfAsync(() => enterprises.CreateEnterpriseAsync(New(wrong)))).ShouldBe(StatusCode.InvalidArgument, "USCC_CHECKSUM", "enterprise_id");
        (await Refusal.OfAsync(() => enterprises.CreateEnterpriseAsync(New(CatalogHosts.NewUscc(), unit: "999999")))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_UNIT", "enterprise.unit");
        (await Refusal.OfAsync(() => enterprises.CreateEnterpriseAsync(New(CatalogHosts.NewUscc(), unit: "6101GX")))).ShouldBe(StatusCode.InvalidArgument, "NOT_REPORTING", "enterprise.unit");
        (await Refusal.OfAsync(() => enterprises.CreateEnterpriseAsync(New(CatalogHosts.NewUscc(), title: " ")))).ShouldBe(StatusCode.InvalidArgument, "LENGTH", "enterprise.title");
        var taken = await Refusal.OfAsync(() => enterprises.CreateEnterpriseAsync(New(existing.Uscc)));
        taken.ShouldBe(StatusCode.AlreadyExists, "ENTERPRISE_EXISTS");
        taken.Metadata["resource"].ShouldBe(existing.Name);
        (await Refusal.OfAsync(() => enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = $"enterprises/{CatalogHosts.NewUscc()}" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateEnterprise_NewTitle_IsTheOneOfItsProjects(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync();
        var enterprise = await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = $"enterprises/{project.Enterprise}" });

        var renamed = await bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = enterprise.Name, Title = "样例新名称", Etag = enterprise.Etag } });
        var after = await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = project.Name });

        (renamed.Title, renamed.Unit, renamed.Etag).ShouldBe(("样例新名称", enterprise.Unit, "\"v2\""));
        (after.EnterpriseTitle, after.Etag).ShouldBe(("样例新名称", "\"v2\""));
        (await Refusal.OfAsync(() => bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = enterprise.Name, Title = "甲", Etag = enterprise.Etag } })))
            .ShouldBe(StatusCode.Aborted, "STALE_ETAG");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateEnterprise_Standing_ClearsTheReasonByMask(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var created = await bureau.Enterprises.CreateEnterpriseAsync(New(CatalogHosts.NewUscc(), state: Enterprise.Types.DirectoryState.NotListed, reason: "达标未申报"));
        var listed = new Enterprise { Name = created.Name, DirectoryState = Enterprise.Types.DirectoryState.Listed };

        (await Refusal.OfAsync(() => bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = listed })))
            .ShouldBe(StatusCode.InvalidArgument, "CONTRADICTION", "enterprise.not_listed_reason");
        var updated = await bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = listed, UpdateMask = new FieldMask { Paths = { "directory_state", "not_listed_reason" } } });

        (updated.DirectoryState, updated.NotListedReason).ShouldBe((Enterprise.Types.DirectoryState.Listed, ""));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ListEnterprises_Reporter_SeesItsOwn(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var own = await bureau.NewEnterpriseAsync("6101Z3");
        var foreign = await bureau.NewEnterpriseAsync("6101Z4");
        var reporter = new EnterpriseService.EnterpriseServiceClient(host.As(Role.Reporter, "6101Z3"));
        var itself = new EnterpriseService.EnterpriseServiceClient(host.As(Role.Enterprise, enterprise: foreign.Uscc));

        var seen = await reporter.ListEnterprisesAsync(new ListEnterprisesRequest { PageSize = 1000 });
        var alone = await itself.ListEnterprisesAsync(new ListEnterprisesRequest());

        seen.Enterprises.ShouldContain(enterprise => enterprise.Uscc == own.Uscc);
        seen.Enterprises.ShouldAllBe(enterprise => enterprise.Unit == "6101Z3");
        alone.Enterprises.ShouldHaveSingleItem().Uscc.ShouldBe(foreign.Uscc);
        (await Refusal.OfAsync(() => reporter.ListEnterprisesAsync(new ListEnterprisesRequest { Unit = "6101Z4" }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        var move = new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = own.Name, Unit = "6101Z4" } };
        (await Refusal.OfAsync(() => reporter.UpdateEnterpriseAsync(move))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task GetEnterprise_AsOf_GivesThePast(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var created = await bureau.NewEnterpriseAsync();
        var before = await SealedAsync(bureau, created.Name, 1);
        await bureau.Enterprises.UpdateEnterpriseAsync(new UpdateEnterpriseRequest { Enterprise = new Enterprise { Name = created.Name, Title = "改名后" } });
        await SealedAsync(bureau, created.Name, 2);

        var past = await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = created.Name, AsOfTime = before });

        past.ShouldBe(created);
        var early = new GetEnterpriseRequest { Name = created.Name, AsOfTime = Timestamp.FromDateTime(created.CreateTime.ToDateTime().AddSeconds(-1)) };
        (await Refusal.OfAsync(() => bureau.Enterprises.GetEnterpriseAsync(early))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        var late = new GetEnterpriseRequest { Name = created.Name, AsOfTime = Timestamp.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1)) };
        (await Refusal.OfAsync(() => bureau.Enterprises.GetEnterpriseAsync(late))).ShouldBe(StatusCode.InvalidArgument, "IN_FUTURE", "as_of_time");
    }

    /// <summary>Waits until so many changes of a resource are sealed, and gives an instant at which they were.</summary>
    internal static async Task<Timestamp> SealedAsync(Bureau bureau, string resource, int count)
    {
        await EventuallyAsync(
            async () => await bureau.Journal.ListAuditEventsAsync(new() { Resource = resource }), answer => answer.AuditEvents.Count == count);
        var at = Timestamp.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await Task.Delay(20);
        return at;
    }

    private static CreateEnterpriseRequest New(
        string uscc, string title = "样例企业", string unit = "610113", Enterprise.Types.DirectoryState state = Enterprise.Types.DirectoryState.Unspecified, string reason = "") =>
        new() { EnterpriseId = uscc, Enterprise = new Enterprise { Title = title, Unit = unit, DirectoryState = state, NotListedReason = reason } };
}
