using Microsoft.EntityFrameworkCore;

namespace Renovation.Gateway.Console;

/// <summary>A browser in which somebody uses the console: who it is and the tokens to call the services with, which never leave the house.</summary>
internal sealed class ConsoleSession
{
    /// <summary>SHA-256 of what the cookie names, hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>Subject of the tokens.</summary>
    public required string Subject { get; init; }

    /// <summary>Session at the gateway's own sign-in; empty with another provider.</summary>
    public required string PersonSession { get; init; }

    /// <summary>Who it is and the tokens, protected.</summary>
    public required byte[] Ticket { get; set; }

    /// <summary>When it is over unless it is used, UTC.</summary>
    public required DateTime ExpireTime { get; set; }
}

/// <summary>Maps their table.</summary>
internal static class ConsoleSessionModel
{
    public static void MapConsoleSessions(this ModelBuilder model) => model.Entity<ConsoleSession>(session =>
    {
        session.ToTable("console_sessions");
        session.HasKey(row => row.Id);
        session.HasIndex(row => row.Subject);
        session.HasIndex(row => row.ExpireTime);
    });
}
