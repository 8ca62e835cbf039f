using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using Renovation.Shared.Workbooks;

namespace Renovation.ProjectCatalog.Library;

/// <summary>The sample library, imported at the first start of a demonstration.</summary>
internal static class DemoLibrary
{
    private const string Workbook = "library-2017.xlsx";

    /// <summary>Imports <c>library-2017.xlsx</c> from the folder <c>Demo:Samples</c> when <c>Demo:Enabled</c> is set and there is no project.</summary>
    /// <exception cref="InvalidOperationException">The setting or the workbook is missing.</exception>
    public static async Task ImportAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        if (!configuration.GetValue<bool>("Demo:Enabled"))
            return;
        services.GetRequiredService<CallContext>().ActAs("demo");
        var db = services.GetRequiredService<CatalogDbContext>();
        await db.SeedAsync(
            () => db.Projects.AnyAsync(cancellationToken),
            async () => await services.GetRequiredService<LibraryWorkbook>().ImportAsync(
                TableReader.Read(await ReadAsync(configuration["Demo:Samples"], cancellationToken), LibraryWorkbook.Layout, cancellationToken), new UnitFilter(null, null), admit: true, cancellationToken),
            cancellationToken);
    }

    private static Task<byte[]> ReadAsync(string? folder, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(folder))
            throw new InvalidOperationException("The setting Demo:Samples must name the folder of the sample workbooks.");
        var path = Path.Combine(folder, Workbook);
        return File.Exists(path)
            ? File.ReadAllBytesAsync(path, cancellationToken)
            : throw new InvalidOperationException($"The folder of the setting Demo:Samples has no {Workbook}: {folder}");
    }
}
