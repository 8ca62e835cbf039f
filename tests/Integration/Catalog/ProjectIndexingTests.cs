using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Catalog.V1;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class ProjectIndexingTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Run_RowsOfAnOlderBuild_AreFoundAndKeepTheirVersion(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var project = await bureau.NewProjectAsync(title: "样例旧版项目");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        var id = project.Name["projects/".Length..];
        await db.Projects.Where(row => row.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.Search, "").SetProperty(one => one.MissingProcedures, 0), TestContext.Current.CancellationToken);
        var search = new ListProjectsRequest { Text = "旧版", Enterprise = project.Enterprise };

        var before = await bureau.Projects.ListProjectsAsync(search);
        await ProjectIndexing.RunAsync(scope.ServiceProvider, TestContext.Current.CancellationToken);
        var after = await bureau.Projects.ListProjectsAsync(search);

        before.Projects.ShouldBeEmpty();
        after.Projects.ShouldBe([project]);
    }
}
