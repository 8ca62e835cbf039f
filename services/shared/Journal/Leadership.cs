using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>
/// Leadership over the journal of a module: a session advisory lock on one connection of its own, which ends with the connection. On SQLite the process owns
/// the file, so that it leads at once.
/// </summary>
/// <remarks>The connection is not pooled: a pooled one keeps the lock after it was closed.</remarks>
internal sealed class Leadership : IAsyncDisposable
{
    // "journal" of this suite; the database is the module's own, so that one number does for all.
    private const long LockKey = 7203742;
    private readonly NpgsqlConnection? _connection;

    private Leadership(NpgsqlConnection? connection) => _connection = connection;

    /// <summary>Tries to become leader; null when another process is.</summary>
    public static async Task<Leadership?> TryTakeAsync(StorageLocation location, CancellationToken cancellationToken)
    {
        if (location.IsSqlite)
            return new Leadership(null);
        var settings = new NpgsqlConnectionStringBuilder(location.ConnectionString) { Pooling = false, ApplicationName = $"renovation {location.Module} journal" };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection);
            command.Parameters.AddWithValue("key", LockKey);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
                return new Leadership(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>
    /// Gives a context that stamps on the very connection that holds the lock: a leader that lost the one has lost the other. It is the scope's and of no pool, which
    /// would lend it, connection and all, to others.
    /// </summary>
    public TContext ContextIn<TContext>(IServiceProvider scope)
        where TContext : JournaledDbContext
    {
        var db = scope.GetRequiredKeyedService<TContext>(ModuleStorage.Unpooled);
        if (_connection is not null)
            db.Database.SetDbConnection(_connection, contextOwnsConnection: false);
        return db;
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
