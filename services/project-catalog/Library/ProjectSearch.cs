using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Finds projects by the index over the tokens of <see cref="SearchText"/>: GIN on PostgreSQL, FTS5 on SQLite, where triggers keep it.</summary>
internal static class ProjectSearch
{
    /// <summary>Gives the projects in which all the words stand.</summary>
    /// <param name="words">Each as its tokens.</param>
    public static IQueryable<Project> HavingAll(CatalogDbContext db, IReadOnlyList<string[]> words)
    {
        if (words.Count == 0)
            return db.Projects;
        var tokens = words.SelectMany(word => word).Distinct(StringComparer.Ordinal).ToArray();
        var patterns = words.Select(word => $"%{string.Join(' ', word)}%").ToArray();
        if (db.Database.IsNpgsql())
        {
            // The index knows tokens; that they follow each other is seen in the text, and first: where the words are so common that PostgreSQL goes along the
            // order of the page instead of using the index, it is much cheaper to look at than the tokens of a row.
            var ids = db.Database.SqlQuery<string>($"SELECT id AS \"Value\" FROM projects WHERE search LIKE ALL ({patterns}) AND string_to_array(search, ' ') @> {tokens}");
            return db.Projects.Where(project => ids.Contains(project.Id));
        }

        // Tokens are letters and digits only: nothing in them ends the quotes.
        var match = string.Join(" AND ", tokens.Select(token => $"search : \"{token}\""));
        var candidates = db.Database.SqlQuery<string>($"SELECT project AS \"Value\" FROM project_search WHERE project_search MATCH {match}");
        var found = db.Projects.Where(project => candidates.Contains(project.Id));
        foreach (var pattern in patterns)
            found = found.Where(project => EF.Functions.Like(project.Search, pattern));
        return found;
    }
}
