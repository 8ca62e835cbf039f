using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Changes many projects in one go.</summary>
internal static class ProjectBatches
{
    private const int Most = 1000;

    /// <summary>Changes all of the named projects and saves them, or none.</summary>
    /// <exception cref="DomainException">Invalid: names every project that is named twice, does not exist or refuses, as <c>names[i]</c> with the reason.</exception>
    public static Task<List<Project>> ChangeAllAsync(this CatalogDbContext db, IReadOnlyList<string> names, Action<Project> change, CancellationToken cancellationToken)
    {
        if (names.Count is 0 or > Most)
            throw DomainException.Invalid("names", "COUNT", new LocalText($"一次须指定 1–{Most} 个项目。", $"A batch has 1–{Most} projects."));
        return db.InTransactionAsync(
            async () =>
            {
                var ids = names.Select(name => ResourceNames.TryId(name, "projects") ?? "").ToArray();
                var projects = await db.Projects.Where(project => EF.Parameter(ids).Contains(project.Id)).ToDictionaryAsync(project => project.Id, StringComparer.Ordinal, cancellationToken);
                var validation = new Validation();
                var seen = new HashSet<string>(StringComparer.Ordinal);
                for (var index = 0; index < ids.Length; index++)
                    Change(ids[index], projects, seen, change, $"names[{index}]", validation);
                validation.ThrowIfAny();
                await db.SaveChangesAsync(cancellationToken);
                return ids.Select(id => projects[id]).ToList();
            },
            cancellationToken);
    }

    private static void Change(string id, Dictionary<string, Project> projects, HashSet<string> seen, Action<Project> change, string field, Validation validation)
    {
        if (!projects.TryGetValue(id, out var project))
        {
            validation.Add(new FieldError(field, "NOT_FOUND", new LocalText("没有该项目。", "There is no such project.")));
            return;
        }

        if (!seen.Add(id))
        {
            validation.Add(new FieldError(field, "DUPLICATE", new LocalText("项目重复。", "The project is named twice.")));
            return;
        }

        try
        {
            change(project);
        }
        catch (DomainException refused) when (refused.Kind == ErrorKind.WrongState)
        {
            validation.Add(new FieldError(field, refused.Reason, refused.Text));
        }
        catch (DomainException refused) when (refused is { Kind: ErrorKind.Invalid, Reason: "BEFORE_WITHDRAWAL" or "BEFORE_ADMISSION" })
        {
            // The day is right for others, but not for this one.
            validation.Add(new FieldError(field, refused.Reason, refused.Fields[0].Message));
        }
    }
}
