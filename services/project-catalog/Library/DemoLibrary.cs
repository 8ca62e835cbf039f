using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

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
        var folder = configuration["Demo:Samples"] is { Length: > 0 } set ? set : throw new InvalidOperationException("The setting Demo:Samples must name the folder of the sample workbooks.");
        var path = Path.Combine(folder, Workbook);
        if (!File.Exists(path))
            throw new InvalidOperationException($"The folder of the setting Demo:Samples has no {Workbook}: {folder}");
        var file = await File.ReadAllBytesAsync(path, cancellationToken);
        await db.SeedAsync(
            () => db.Projects.AnyAsync(cancellationToken),
            () => services.GetRequiredService<LibraryWorkbook>().ImportAsync(file, new UnitFilter(null, null), admit: true, cancellationToken),
            cancellationToken);
    }
}
