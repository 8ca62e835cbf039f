using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Journal.V1;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class ModelTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Model_HasNoChangeWithoutMigration(string provider)
    {
        await using var scope = hosts.On(provider).Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CatalogDbContext>().Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Journal_SeedAndChanges_FitTheirChain(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var changes = await EventuallyAsync(async () => await bureau.Journal.ListChangesAsync(new ListChangesRequest { PageSize = 5 }), answer => answer.Changes.Count == 5);

        var verified = await bureau.Journal.VerifyJournalAsync(new VerifyJournalRequest());

        changes.Changes.Select(change => change.Sequence).ShouldBe([1, 2, 3, 4, 5]);
        changes.Changes.ShouldAllBe(change => change.EventType == UnitChanged.Descriptor.FullName && change.Actor == "catalog");
        changes.NextCursor.ShouldBe(5);
        verified.Valid.ShouldBeTrue();
        verified.CheckedCount.ShouldBeGreaterThanOrEqualTo(31);
    }
}
