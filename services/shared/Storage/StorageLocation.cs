using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Renovation.Shared.Storage;

/// <summary>Where the database of a module is.</summary>
/// <param name="Module">Name of the module.</param>
/// <param name="IsSqlite">SQLite, or else PostgreSQL.</param>
/// <param name="ConnectionString">Connection string.</param>
/// <param name="Folder">Data folder of SQLite, empty otherwise.</param>
internal sealed record StorageLocation(string Module, bool IsSqlite, string ConnectionString, string Folder)
{
    private const int BusySeconds = 30;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or unknown.</exception>
    public static StorageLocation Read(string module, IConfiguration configuration) => configuration["Storage:Provider"] switch
    {
        "sqlite" => Sqlite(module, configuration["Storage:Folder"] ?? throw new InvalidOperationException("The setting Storage:Folder must name the data folder.")),
        null or "" or "postgres" => new StorageLocation(
            module, false, configuration.GetConnectionString(module) ?? throw new InvalidOperationException($"The setting ConnectionStrings:{module} must name the database."), ""),
        var other => throw new InvalidOperationException($"The setting Storage:Provider is postgres or sqlite, not {other}."),
    };

    public static StorageLocation DesignTime(bool sqlite) =>
        sqlite ? new StorageLocation("design", true, "Data Source=design.db", ".") : new StorageLocation("design", false, "Host=localhost;Database=design", "");

    public void Use(DbContextOptionsBuilder options)
    {
        if (IsSqlite)
            options.UseSqlite(ConnectionString);
        else
            options.UseNpgsql(Pooled);
        options.UseSnakeCaseNamingConvention();
    }

    // Nothing is left behind in a session, so that no connection is cleaned when it comes back: that costs as much as a short query.
    private string Pooled => new NpgsqlConnectionStringBuilder(ConnectionString) { NoResetOnClose = true }.ConnectionString;

    private static StorageLocation Sqlite(string module, string folder) => new(
        module,
        true,
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, $"{module}.db"), DefaultTimeout = BusySeconds, ForeignKeys = true }.ToString(),
        folder);
}
