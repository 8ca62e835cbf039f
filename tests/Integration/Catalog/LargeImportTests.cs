using System.Diagnostics;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Imports as large as they come; what they cost is printed.</summary>
public sealed class LargeImportTests
{
    private const int Rows = 20_000;

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task ImportProjects_TwentyThousandRows_AreAllIn(string provider)
    {
        await using var host = await CatalogHosts.StartAsync(provider);
        var bureau = new Bureau(host);
        var request = new ImportProjectsRequest { File = SampleBook.Body(LargeLibrary.Workbook(Rows)) };
        var watch = Stopwatch.StartNew();

        var first = await bureau.Projects.ImportProjectsAsync(request);
        var taken = watch.Elapsed;
        var again = await bureau.Projects.ImportProjectsAsync(request);

        TestContext.Current.TestOutputHelper?.WriteLine($"{provider}: {taken.TotalSeconds:F1} s, again {(watch.Elapsed - taken).TotalSeconds:F1} s, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB");
        first.ShouldBe(new ImportProjectsResponse { RowCount = Rows, CreatedCount = Rows, EnterprisesCreatedCount = Rows });
        again.ShouldBe(new ImportProjectsResponse { RowCount = Rows, UnchangedCount = Rows });
    }
}
