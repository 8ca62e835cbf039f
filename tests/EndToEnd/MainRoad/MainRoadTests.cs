using Renovation.Protos.Journal.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.Shapes;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>The main job of the suite on the sample workbooks, the same on every shape and transport.</summary>
public sealed class MainRoadTests
{
    [Theory]
    [InlineData(Installation.Standalone, Suite.Rest)]
    [InlineData(Installation.Standalone, Suite.Grpc)]
    [InlineData(Installation.Distributed, Suite.Rest)]
    [InlineData(Installation.Distributed, Suite.Grpc)]
    public async Task MainRoad_FromLibraryToMoney_Holds(string shape, string transport)
    {
        await using var installation = await Installation.StartAsync(shape);
        using var suite = Suite.Over(transport, installation);
        var entries = await PlanSteps.IssueAsync(suite, Facts.Read());
        await PermitSteps.ProveAsync(suite, entries[0].Project);
        var returns = new ReturnSteps(suite, entries);
        await returns.ReportAsync();
        await StagesFollowAsync(suite, returns);
        await returns.FinishTheYearAsync();
        await StagesFollowAsync(suite, returns);
        await new FundingSteps(suite, returns).SupportAsync();
        foreach (var package in new[] { "catalog", "progress", "funding" })
            (await suite.CallAsync<VerifyJournalResponse>("auditor", new VerifyJournalRequest(), $"renovation.{package}.v1")).Valid.ShouldBeTrue(package);
    }

    private static async Task StagesFollowAsync(Suite suite, ReturnSteps returns)
    {
        var started = returns.Stories.Where(story => story.Started).ToList();
        await Eventually.BecomesAsync(
            async () =>
            {
                var projects = (await PlanSteps.LibraryAsync(suite)).ToDictionary(project => project.Name, StringComparer.Ordinal);
                return started.Count(story => projects[$"projects/{story.Line.Project}"] is var project
                    && project.Stage == story.Stage && project.ActualStartDate == story.StartDate && project.ActualCompletionDate == story.CompletionDate);
            },
            following => following == started.Count);
    }
}
