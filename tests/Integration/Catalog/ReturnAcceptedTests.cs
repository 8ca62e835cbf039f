using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Library;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using Project = Renovation.Protos.Catalog.V1.Project;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class ReturnAcceptedTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Return_Lines_DriveStagesInOneSave(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (left, right) = (await bureau.NewAdmittedAsync(), await bureau.NewAdmittedAsync());

        await HandleAsync(provider, Accepted("2017Q2", 5, Line(left, "2017-03-01"), Line(right, "2016-03-01", "2017-06-20"), new ReturnLine { Project = "elsewhere" }));

        var (after, other) = (await ReadAsync(bureau, left), await ReadAsync(bureau, right));
        (after.Stage, after.ActualStartDate, after.Etag).ShouldBe((Project.Types.Stage.UnderConstruction, "2017-03-01", "\"v3\""));
        (other.Stage, other.ActualCompletionDate).ShouldBe((Project.Types.Stage.Completed, "2017-06-20"));
        var history = await EventuallyAsync(
            async () => await bureau.Projects.ListProjectHistoryAsync(new ListProjectHistoryRequest { Name = left.Name }), answer => answer.Changes.Count == 3);
        (history.Changes[0].Kind, history.Changes[0].Actor, history.Changes[0].Reason).ShouldBe(("REPORTED", "catalog", "2017Q2"));
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Return_AgainOrLate_ChangesNothing(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewAdmittedAsync();
        var newest = Accepted("2017Q3", 2, Line(project, "2017-03-01", "2017-08-01"));
        await HandleAsync(provider, newest);
        var before = await ReadAsync(bureau, project);

        await HandleAsync(provider, newest);
        await HandleAsync(provider, Accepted("2017Q2", 9, Line(project, "2017-03-01")));
        await HandleAsync(provider, Accepted("2017Q3", 1, Line(project)));

        (await ReadAsync(bureau, project)).ShouldBe(before);
        await HandleAsync(provider, Accepted("2017Q3", 3, Line(project, "2017-03-01")));
        (await ReadAsync(bureau, project)).Stage.ShouldBe(Project.Types.Stage.UnderConstruction);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Return_OfProduction_PutsTheOwnerOnTheListToUrge(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var outside = await bureau.Enterprises.CreateEnterpriseAsync(new CreateEnterpriseRequest { EnterpriseId = CatalogHosts.NewUscc(), Enterprise = new Enterprise { Title = "样例规下企业", Unit = "610113" } });
        var project = await bureau.NewAdmittedAsync(uscc: outside.Uscc);
        var line = Line(project, "2016-03-01");

        await HandleAsync(provider, Accepted("2017Q1", 1, line));
        var before = await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = outside.Name });
        line.ActualProductionDate = "2017-06-01";
        await HandleAsync(provider, Accepted("2017Q2", 1, line));
        var after = await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = outside.Name });

        (before.ToUrge, before.ProductionStatus).ShouldBe((false, Enterprise.Types.ProductionStatus.Unspecified));
        (after.ToUrge, after.ProductionStatus).ShouldBe((true, Enterprise.Types.ProductionStatus.Partial));
    }

    private async Task HandleAsync(string provider, ReturnAccepted message)
    {
        await using var scope = hosts.On(provider).Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("catalog");
        await scope.ServiceProvider.GetRequiredService<ReturnAcceptedHandler>().HandleAsync(message, TestContext.Current.CancellationToken);
    }

    private static ReturnAccepted Accepted(string period, long version, params ReturnLine[] lines) => new()
    {
        EventId = Guid.CreateVersion7().ToString(),
        Version = version,
        Return = new Return { Name = $"periods/{period}/returns/610113", Period = $"periods/{period}", Unit = "610113", State = Return.Types.State.Accepted, Lines = { lines } },
    };

    private static ReturnLine Line(Project project, string start = "", string completion = "") =>
        new() { Project = project.Name["projects/".Length..], ActualStartDate = start, ActualCompletionDate = completion };

    private static async Task<Project> ReadAsync(Bureau bureau, Project project) => await bureau.Projects.GetProjectAsync(new GetProjectRequest { Name = project.Name });
}
