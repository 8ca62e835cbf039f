using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Hosting;

/// <summary>Recognises why a process cannot start for reasons the operator can mend.</summary>
public static partial class StartFailure
{
    /// <summary>Exit code of a process that could not start for such a reason.</summary>
    public const int ExitCode = 2;

    private const int SqliteReadOnly = 8;
    private const int SqliteCannotOpen = 14;

    /// <summary>Gives one line for the operator, or null when the failure is none of these: a taken port, a folder that cannot be written or is in use, data of a newer build.</summary>
    public static string? Explain(Exception failure, IConfiguration configuration)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            var line = at switch
            {
                DataFolderTooNewException newer => newer.Message,
                DataFolderInUseException used => used.Message,
                AddressInUseException => PortTaken(failure),
                UnauthorizedAccessException => FolderUnwritable(configuration),
                SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen } => FolderUnwritable(configuration),
                IOException io when Bind().IsMatch(io.Message) => PortTaken(io),
                IOException => FolderUnwritable(configuration),
                _ => null,
            };
            if (line is not null)
                return line;
        }

        return null;
    }

    private static string PortTaken(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (Bind().Match(at.Message) is { Success: true } found)
                return $"Port {found.Groups["port"].Value} is already in use.";
        }

        return "A port is already in use.";
    }

    private static string? FolderUnwritable(IConfiguration configuration) =>
        configuration["Storage:Folder"] is { Length: > 0 } folder ? $"The data folder {folder} is not writable." : null;

    [GeneratedRegex(@"bind to address \S*:(?<port>\d+): address already in use", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bind();
}
