using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Renovation.Shared.Storage;

/// <summary>Makes a commit of SQLite survive a power cut: the build of the library would only sync the log at checkpoints.</summary>
internal sealed class DurableSqlite : DbConnectionInterceptor
{
    public static DurableSqlite Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    /// <summary>Applies it to a connection outside of EF.</summary>
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=FULL;";
        command.ExecuteNonQuery();
    }
}
