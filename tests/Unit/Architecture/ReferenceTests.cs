using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Architecture;

public sealed class ReferenceTests
{
    private static readonly string[] Services = ["Renovation.ProjectCatalog", "Renovation.ProgressReporting", "Renovation.FundingSupport"];

    [Fact]
    public void Service_References_OnlyProtosAndShared()
    {
        var projects = Directory.GetFiles(Path.Combine(Root(), "services"), "*.csproj", SearchOption.AllDirectories);
        projects.Select(Path.GetFileNameWithoutExtension).ShouldBeSubsetOf([.. Services, "Renovation.Shared"], StringComparer.Ordinal);
        foreach (var project in projects)
        {
            References(project).ShouldBeSubsetOf(["Renovation.Protos", "Renovation.Shared"], StringComparer.Ordinal, Path.GetFileName(project));
        }
    }

    [Fact]
    public void Shared_References_OnlyProtos() =>
        References(Path.Combine(Root(), "services", "shared", "Renovation.Shared.csproj")).ShouldBe(["Renovation.Protos"]);

    [Theory]
    [InlineData("project-catalog/Library/Project.cs")]
    [InlineData("project-catalog/Enterprises/Enterprise.cs")]
    [InlineData("project-catalog/Library/Procedure.cs")]
    [InlineData("project-catalog/Plans/Plan.cs")]
    [InlineData("project-catalog/Plans/PlanEntry.cs")]
    [InlineData("project-catalog/Plans/YearAttributes.cs")]
    [InlineData("project-catalog/Units/Unit.cs")]
    [InlineData("project-catalog/Units/UnitFacts.cs")]
    [InlineData("progress-reporting/Periods/Period.cs")]
    [InlineData("progress-reporting/Periods/Quarter.cs")]
    [InlineData("progress-reporting/Returns/Return.cs")]
    [InlineData("progress-reporting/Problems/Problem.cs")]
    [InlineData("progress-reporting/Returns/ReturnLine.cs")]
    [InlineData("progress-reporting/Returns/LineEntry.cs")]
    [InlineData("progress-reporting/Returns/ReturnHead.cs")]
    [InlineData("progress-reporting/Returns/ReturnReason.cs")]
    [InlineData("progress-reporting/Checks/LineRules.cs")]
    [InlineData("progress-reporting/Checks/ReturnChecks.cs")]
    [InlineData("funding-support/Programs/FundingProgram.cs")]
    [InlineData("funding-support/Programs/ProgramRules.cs")]
    [InlineData("funding-support/Ledger/ProgramLedger.cs")]
    [InlineData("funding-support/Applications/Application.cs")]
    [InlineData("funding-support/Awards/Award.cs")]
    [InlineData("funding-support/Eligibility/EligibilityAssessment.cs")]
    public void Aggregate_Source_IsFreeOfTransportStorageAndClock(string file)
    {
        var source = File.ReadAllText(Path.Combine(Root(), "services", file));

        foreach (var foreign in new[] { "Grpc", "Google.", "MassTransit", "EntityFrameworkCore", "TimeProvider", "System.IO", "DataAnnotations", "Renovation.Protos" })
            source.ShouldNotContain(foreign);
    }

    [Fact]
    public void Versions_AreCentral()
    {
        var own = from project in Directory.GetFiles(Root(), "*.csproj", SearchOption.AllDirectories)
                  where !project.Contains("node_modules", StringComparison.Ordinal)
                  from reference in XDocument.Load(project).Descendants("PackageReference")
                  where reference.Attribute("Version") is not null
                  select $"{Path.GetFileName(project)}: {reference.Attribute("Include")?.Value}";
        own.ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Renovation.sln")))
            folder = folder.Parent;
        return folder.ShouldNotBeNull("The tests run inside the repository.").FullName;
    }
}
