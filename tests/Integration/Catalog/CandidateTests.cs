using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using CandidateOutcome = Renovation.ProjectCatalog.Library.CandidateOutcome;
using CandidateReport = Renovation.ProjectCatalog.Library.CandidateReport;
using Project = Renovation.Protos.Catalog.V1.Project;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Projects that accepted returns report for the library.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class CandidateTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Candidates_OfAnAcceptedReturn_EnterOnceAndToldWhatBecameOfThem(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var (known, unknown) = (await bureau.NewProjectAsync(title: "样例已有项目"), CatalogHosts.NewUscc());
        var accepted = Accepted(
            New(unknown, "样例新项目"), New(unknown, "样例又一项目"), New(known.Enterprise, "样例新项目"), New(known.Enterprise, "样例 已有项目"), New("91610100000000000X", "样例"), New(unknown, "样例错误", industry: "工业"));

        await HandleAsync(provider, accepted);
        await HandleAsync(provider, accepted);

        var reports = await ReportsAsync(provider, accepted);
        reports.Select(report => (report.Title, report.Outcome, report.Version)).ShouldBe(
        [
            ("样例", CandidateOutcome.Refused, 2L), ("样例 已有项目", CandidateOutcome.Exists, 1L), ("样例又一项目", CandidateOutcome.Created, 1L), ("样例新项目", CandidateOutcome.Created, 1L), ("样例新项目", CandidateOutcome.Created, 1L),
            ("样例错误", CandidateOutcome.Refused, 2L),
        ], "what was taken is not taken again; what was refused is looked at again");
        reports[0].Reason.ShouldContain("统一社会信用代码");
        reports[5].Reason.ShouldContain("行业代码");
        reports[1].Project.ShouldBe(known.Name["projects/".Length..]);
        var entered = (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Enterprise = unknown })).Projects;
        entered.Select(project => (project.Title, project.Unit, project.Membership, project.EnterpriseTitle, project.TotalInvestmentYuan, project.StartMonth)).Order().ShouldBe(
            new[] { ("样例新项目", "610113", Project.Types.Membership.Candidate, "样例新企业", 50_000_000L, "2017-09"), ("样例又一项目", "610113", Project.Types.Membership.Candidate, "样例新企业", 50_000_000L, "2017-09") }.Order());
        (await bureau.Enterprises.GetEnterpriseAsync(new GetEnterpriseRequest { Name = $"enterprises/{unknown}" })).Unit.ShouldBe("610113");

        // Corrected and accepted again, a refused one enters.
        accepted.Return.Candidates[5].IndustryCode = "C36";
        await HandleAsync(provider, accepted);
        (await ReportsAsync(provider, accepted))[5].Outcome.ShouldBe(CandidateOutcome.Created);
        (await bureau.Projects.ListProjectsAsync(new ListProjectsRequest { Enterprise = unknown })).Projects.Count.ShouldBe(3);
    }

    private static ReturnAccepted Accepted(params Candidate[] candidates)
    {
        var period = $"periods/2017Q{Random.Shared.Next(1, 5)}";
        return new ReturnAccepted { Version = 3, Return = new Return { Name = $"{period}/returns/610113-{Guid.CreateVersion7():N}", Period = period, Unit = "610113", State = Return.Types.State.Accepted, Candidates = { candidates } } };
    }

    private static Candidate New(string uscc, string title, string industry = "C36") => new()
    {
        Title = title,
        Enterprise = uscc,
        EnterpriseTitle = "样例新企业",
        AdministrativeArea = "610113",
        IndustryCode = industry,
        StartMonth = "2017-09",
        EndMonth = "2018-06",
        TotalInvestmentYuan = 50_000_000,
        EquipmentInvestmentYuan = 30_000_000,
    };

    private async Task HandleAsync(string provider, ReturnAccepted message)
    {
        await using var scope = hosts.On(provider).Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("catalog");
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<ReturnAcceptedHandler>().HandleAsync(message, TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    private async Task<List<CandidateReport>> ReportsAsync(string provider, ReturnAccepted message)
    {
        await using var scope = hosts.On(provider).Services.CreateAsyncScope();
        var reports = await scope.ServiceProvider.GetRequiredService<CatalogDbContext>().CandidateReports.AsNoTracking().Where(report => report.Return == message.Return.Name).ToListAsync(TestContext.Current.CancellationToken);
        return [.. reports.OrderBy(report => report.Title, StringComparer.Ordinal)];
    }
}
