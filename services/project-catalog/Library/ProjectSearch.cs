using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Finds projects by the index over the tokens of <see cref="SearchText"/>: GIN on PostgreSQL, FTS5 on SQLite, where triggers keep it.</summary>
internal static class ProjectSearch
{
    /// <summary>Gives the ids of the projects that have all the tokens.</summary>
    public static IQueryable<string> HavingAll(CatalogDbContext db, string[] tokens)
    {
        if (db.Database.IsNpgsql())
            return db.Database.SqlQuery<string>($"SELECT id AS \"Value\" FROM projects WHERE string_to_array(search, ' ') @> {tokens}");

        // Tokens are letters and digits only: nothing in them ends the quotes.
        var match = string.Join(" AND ", tokens.Select(token => $"search : \"{token}\""));
        return db.Database.SqlQuery<string>($"SELECT project AS \"Value\" FROM project_search WHERE project_search MATCH {match}");
    }
}
