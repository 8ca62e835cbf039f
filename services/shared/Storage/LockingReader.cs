using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Renovation.Shared.Storage;

/// <summary>Adds the lock to the queries that ask for it, which EF cannot write.</summary>
internal sealed class LockingReader : DbCommandInterceptor
{
    public const string Tag = "locks";

    public static readonly LockingReader Instance = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Lock(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Lock(command);
        return ValueTask.FromResult(result);
    }

    private static void Lock(DbCommand command)
    {
        if (command.CommandText.StartsWith($"-- {Tag}", StringComparison.Ordinal))
            command.CommandText += " FOR UPDATE";
    }
}
