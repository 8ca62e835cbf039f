using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client.Exceptions;

namespace Renovation.Shared.Messaging;

/// <summary>Tells a failure that passes — a database or broker that is away, a race for a version — from one that lies in the message.</summary>
internal static class DeliveryFailure
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    /// <summary>True when the same message may well succeed later.</summary>
    public static bool IsPassing(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (Passes(at))
                return true;
        }

        return failure is AggregateException several && several.InnerExceptions.All(IsPassing);
    }

    private static bool Passes(Exception failure) => failure switch
    {
        NpgsqlException { IsTransient: true } => true,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } => true,
        DbUpdateConcurrencyException or TimeoutException or IOException or System.Net.Sockets.SocketException or OperationCanceledException => true,
        ConnectionException or MessageReturnedException or RequestTimeoutException => true,
        BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException => true,
        _ => false,
    };
}
