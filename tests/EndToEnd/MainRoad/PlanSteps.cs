using Google.Api;
using Google.Protobuf;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.Shapes;
using Shouldly;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>From the library to the issued plan.</summary>
internal static class PlanSteps
{
    public const string Plan = "plans/2017";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static HttpBody Workbook(byte[] content) => new() { ContentType = Xlsx, Data = ByteString.CopyFrom(content) };

    public static HttpBody Sample(string name) => Workbook(File.ReadAllBytes(Repository.Sample(name)));

    public static async Task<List<PlanEntry>> IssueAsync(Suite suite, Facts facts)
    {
        var library = await suite.CallAsync<ImportProjectsResponse>("planner", new ImportProjectsRequest { File = Sample("library-2017.xlsx") });
        library.RowCount.ShouldBe(facts.Library);
        (await LibraryAsync(suite)).Count.ShouldBe(facts.Library);

        var imported = await suite.CallAsync<ImportPlanResponse>("planner", new ImportPlanRequest { Name = Plan, File = Sample("annex1-2017.xlsx") });
        imported.RowCount.ShouldBe(facts.Projects);

        var issued = await suite.CallAsync<Plan>("planner", new IssuePlanRequest { Name = Plan, DocumentNumber = "市工信发〔2017〕119号", IssueDate = "2017-05-19" });
        issued.State.ShouldBe(Protos.Catalog.V1.Plan.Types.State.Issued);
        issued.Revision.ShouldBe(1);
        await SummaryAsync(suite, facts);
        var entries = await suite.CallAsync<ListPlanEntriesResponse>("planner", new ListPlanEntriesRequest { Parent = Plan, PageSize = 1000 });
        entries.Entries.Count.ShouldBe(facts.Projects);
        return [.. entries.Entries];
    }

    public static async Task<List<Project>> LibraryAsync(Suite suite)
    {
        var projects = new List<Project>();
        var page = new ListProjectsResponse();
        do
        {
            page = await suite.CallAsync<ListProjectsResponse>("planner", new ListProjectsRequest { PageSize = 100, PageToken = page.NextPageToken });
            projects.AddRange(page.Projects);
        }
        while (page.NextPageToken.Length > 0);
        return projects;
    }

    private static async Task SummaryAsync(Suite suite, Facts facts)
    {
        var summary = await suite.CallAsync<PlanSummary>("planner", new SummarizePlanRequest { Name = Plan });
        (summary.Projects, summary.NewStarts, summary.Preliminary, summary.CompletesInYear, summary.EnterprisesOutsideDirectory)
            .ShouldBe((facts.Projects, facts.NewStarts, facts.Preliminary, facts.CompletesInYear, facts.EnterprisesOutsideDirectory));
        (summary.TotalInvestmentYuan, summary.PlannedInvestmentYuan, summary.OpeningInvestmentYuan)
            .ShouldBe((facts.TotalInvestmentYuan, facts.PlannedInvestmentYuan, facts.OpeningInvestmentYuan));
        summary.ByUnit.ToDictionary(unit => unit.Key, unit => new UnitFacts(unit.Value.Projects, unit.Value.PlannedInvestmentYuan), StringComparer.Ordinal)
            .ShouldBe(facts.ByUnit, ignoreOrder: true);
    }
}
