using System.Net.Sockets;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Renovation.Shared.Attachments;
using Renovation.Shared.Domain;

namespace Renovation.Shared.Errors;

/// <summary>Recognises failures of the framework and of the database that have a meaning for the caller.</summary>
internal static class Failures
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteConstraint = 19;
    private const int SqliteUniqueKey = 2067;
    private const int SqlitePrimaryKey = 1555;

    /// <summary>Gives the refusal that <paramref name="failure"/> means, or null when it means nothing to the caller.</summary>
    public static DomainException? Classify(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (Meaning(at) is { } meaning)
                return meaning;
        }

        return null;
    }

    private static DomainException? Meaning(Exception failure) => failure switch
    {
        DomainException refusal => refusal,
        DbUpdateConcurrencyException stale => DomainException.StaleEtag(stale.Entries.Select(entry => entry.Entity).OfType<Aggregate>().FirstOrDefault()?.ResourceName ?? ""),
        BlobStoreException store => store.Refusal,
        PostgresException postgres => Meaning(postgres),
        SqliteException sqlite => Meaning(sqlite),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } or NpgsqlException { IsTransient: true } => DatabaseUnavailable(),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => DomainException.TooLarge("FILE_TOO_LARGE", new("请求内容过大。", "The request is too large.")),
        BadHttpRequestException or InvalidProtocolBufferException or InvalidJsonException => Malformed(),
        RegexMatchTimeoutException => DomainException.Invalid("", "TEXT_TOO_COMPLEX", new("文本过于复杂，无法识别。", "A text is too complex to be read.")),
        _ => null,
    };

    private static DomainException? Meaning(PostgresException failure) => failure.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => Contended(),
        PostgresErrorCodes.UniqueViolation => Duplicate(failure.ConstraintName ?? ""),
        ['2', '2', ..] => DomainException.Invalid("", "VALUE_OUT_OF_RANGE", new("某个值超出允许范围。", "A value is out of range.")),
        _ when failure.IsTransient => DatabaseUnavailable(),
        _ => null,
    };

    private static DomainException? Meaning(SqliteException failure) => failure switch
    {
        { SqliteErrorCode: SqliteBusy or SqliteLocked } => Contended(),
        { SqliteErrorCode: SqliteConstraint, SqliteExtendedErrorCode: SqliteUniqueKey or SqlitePrimaryKey } => Duplicate(""),
        _ => null,
    };

    private static DomainException Malformed() => DomainException.Invalid("", "MALFORMED_REQUEST", new("请求格式不正确。", "The request is malformed."));

    private static DomainException Contended() =>
        DomainException.Busy("CONCURRENT_WRITES", new("数据正被他人修改，请稍后重试。", "Others are writing the same data, try again."), TimeSpan.FromMilliseconds(200));

    private static DomainException DatabaseUnavailable() =>
        DomainException.Busy("DATABASE_UNAVAILABLE", new("数据库暂时不可用，请稍后重试。", "The database is not reachable, try again."), TimeSpan.FromSeconds(2));

    private static DomainException Duplicate(string constraint) =>
        DomainException.Conflict("DUPLICATE", new("相同的记录已存在。", "There is such a record already."), ("constraint", constraint));
}
