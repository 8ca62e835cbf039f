using Renovation.Gateway.Accounts;
using Renovation.Gateway.Console;
using Renovation.Gateway.Demo;
using Renovation.Gateway.Storage;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Identity;

/// <summary>
/// Gives a new installation its first clients: those of the demonstration, or else one planner's client whose secret is printed once. Gateways that start
/// together wait for each other.
/// </summary>
internal static class FirstClients
{
    private const string Bureau = "6101GX";

    public static async Task EnsureAsync(IServiceProvider scope, CancellationToken cancellationToken)
    {
        var db = scope.GetRequiredService<GatewayDbContext>();
        var directory = scope.GetRequiredService<ClientDirectory>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await FirstStart.WaitAsync(db, cancellationToken);
        if (DemoSettings.Read(scope.GetRequiredService<IConfiguration>()) is { } demo)
            await DemoClients.EnsureAsync(directory, demo, cancellationToken);
        else if (await directory.IsEmptyAsync(cancellationToken))
            await BootstrapAsync(directory, cancellationToken);
        await ConsoleClient.EnsureAsync(scope, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // Printed before it is committed: a process that dies in between leaves no client behind and the next start prints another.
    private static async Task BootstrapAsync(ClientDirectory directory, CancellationToken cancellationToken)
    {
        var facts = new ClientFacts("bootstrap", Role.Planner, Bureau, [], null);
        var secret = ClientDirectory.NewSecret();
        await directory.CreateAsync(facts, secret, "gateway", cancellationToken);
        await System.Console.Out.WriteLineAsync($"First start: client_id={facts.ClientId} client_secret={secret} (role planner, unit {Bureau}). It is shown this once: create clients with POST /v1/clients.");
    }
}
