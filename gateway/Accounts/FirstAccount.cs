using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Demo;
using Renovation.Gateway.Storage;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Accounts;

/// <summary>Gives a new installation its first accounts: those of the demonstration, or else one planner's, whose one-time link is printed. Gateways that start together wait for each other.</summary>
internal static class FirstAccount
{
    private const string Name = "admin";
    private const string Bureau = "6101GX";

    public static async Task EnsureAsync(IServiceProvider scope, CancellationToken cancellationToken)
    {
        var db = scope.GetRequiredService<GatewayDbContext>();
        var directory = scope.GetRequiredService<AccountDirectory>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await FirstStart.WaitAsync(db, cancellationToken);
        if (DemoSettings.Read(scope.GetRequiredService<IConfiguration>()) is { } demo)
        {
            await DemoPeople.EnsureAsync(directory, demo, cancellationToken);
        }
        else if (await directory.IsEmptyAsync(cancellationToken))
        {
            var link = await directory.InviteAsync(new AccountFacts(Name, "管理员", Role.Planner, Bureau, null, false), "gateway", cancellationToken);
            await System.Console.Out.WriteLineAsync($"First start: {link} is the one-time link of the first account ({Name}, role planner, unit {Bureau}). It is shown this once: its person invites others.");
        }

        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Lets gateways that start together on a new database take turns.</summary>
internal static class FirstStart
{
    // Any number will do, as long as every gateway uses the same and the journal's leader another.
    private const long LockKey = 7203811;

    /// <summary>Waits until no other gateway is in such a transaction. On SQLite the transaction holds the file already.</summary>
    public static async Task WaitAsync(GatewayDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock({0})", [LockKey], cancellationToken);
    }
}
