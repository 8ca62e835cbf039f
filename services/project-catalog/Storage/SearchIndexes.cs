using Microsoft.EntityFrameworkCore.Migrations;

namespace Renovation.ProjectCatalog.Storage;

/// <summary>Indexes that a model cannot declare: over parts of a row, over an expression, and the full-text table of SQLite.</summary>
internal static class SearchIndexes
{
    /// <summary>Creates them on PostgreSQL.</summary>
    public static void CreatePostgres(MigrationBuilder migration)
    {
        CreateCommon(migration);
        migration.Sql("CREATE INDEX ix_projects_search ON projects USING gin (string_to_array(search, ' '))");
    }

    /// <summary>Creates them on SQLite; triggers keep the full-text table.</summary>
    public static void CreateSqlite(MigrationBuilder migration)
    {
        CreateCommon(migration);

        // The id is a token of its own, so that a row is found again by it without a scan.
        migration.Sql("CREATE VIRTUAL TABLE project_search USING fts5(project, search, tokenize = \"unicode61 remove_diacritics 0 tokenchars '-'\", detail = column)");
        const string Forget = "DELETE FROM project_search WHERE rowid IN (SELECT rowid FROM project_search WHERE project_search MATCH 'project : \"' || old.id || '\"');";
        const string Learn = "INSERT INTO project_search (project, search) VALUES (new.id, new.search);";
        migration.Sql($"CREATE TRIGGER projects_search_insert AFTER INSERT ON projects WHEN new.search <> '' BEGIN {Learn} END");
        migration.Sql($"CREATE TRIGGER projects_search_update AFTER UPDATE OF search ON projects WHEN new.search <> old.search BEGIN {Forget} {Learn} END");
        migration.Sql($"CREATE TRIGGER projects_search_delete AFTER DELETE ON projects BEGIN {Forget} END");
    }

    /// <summary>Takes them away again.</summary>
    public static void Drop(MigrationBuilder migration, bool sqlite)
    {
        if (sqlite)
        {
            foreach (var trigger in new[] { "insert", "update", "delete" })
                migration.Sql($"DROP TRIGGER projects_search_{trigger}");
            migration.Sql("DROP TABLE project_search");
        }
        else
        {
            migration.DropIndex("ix_projects_search", "projects");
        }

        migration.DropIndex("ix_projects_unit_stage_investment", "projects");
        migration.DropIndex("ix_projects_investment", "projects");
        migration.DropIndex("ix_enterprises_directory_state", "enterprises");
        migration.DropIndex("ix_enterprises_to_urge", "enterprises");
    }

    private static void CreateCommon(MigrationBuilder migration)
    {
        migration.CreateIndex("ix_projects_unit_stage_investment", "projects", ["unit", "stage", "total_investment_yuan", "id"]);
        migration.CreateIndex("ix_projects_investment", "projects", ["total_investment_yuan", "id"]);
        migration.CreateIndex("ix_enterprises_directory_state", "enterprises", ["directory_state", "uscc"]);
        migration.CreateIndex("ix_enterprises_to_urge", "enterprises", "uscc", filter: "directory_state <> 1 AND declared_month IS NULL AND merged_into = ''");
    }
}
