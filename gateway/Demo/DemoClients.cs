using System.Text.Json.Serialization;
using Renovation.Gateway.Identity;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Demo;

/// <summary>
/// The clients of the demonstration: one per role, a second planner and a second finance client for what needs four eyes, and a reporter per district and
/// development zone. Their secrets are random and stand in a file that only its owner reads; what the file says stays valid.
/// </summary>
internal static class DemoClients
{
    private const string Bureau = "6101GX";
    private const string District = "610102";

    // Districts, counties and development zones of the reference city.
    private static readonly string[] ReportingUnits =
    [
        "610102", "610103", "610104", "610111", "610112", "610113", "610114", "610115", "610116", "610117", "610118", "610122", "610124",
        "6101Z1", "6101Z2", "6101Z3", "6101Z4", "6101Z5", "6101Z6", "6101Z7", "6101Z8",
    ];

    public static async Task EnsureAsync(ClientDirectory directory, DemoSettings settings, CancellationToken cancellationToken)
    {
        var written = PrivateFile.Read<Entry>(settings.ClientsFile).ToDictionary(entry => entry.ClientId, StringComparer.Ordinal);
        var entries = new List<Entry>();
        foreach (var facts in Wanted(settings))
        {
            var secret = written.TryGetValue(facts.ClientId, out var entry) ? entry.ClientSecret : ClientDirectory.NewSecret();
            if (!await directory.ExistsAsync(facts.ClientId, cancellationToken))
                await directory.CreateAsync(facts, secret, "gateway", cancellationToken);
            else if (entry is null)
                await directory.ReplaceSecretAsync(facts, secret, "gateway", cancellationToken);
            entries.Add(new Entry(facts.ClientId, secret, facts.Role.ToClaim(), facts.Unit, facts.Enterprise));
        }

        if (entries.Exists(entry => !written.ContainsKey(entry.ClientId)))
            await PrivateFile.WriteAsync(settings.ClientsFile, entries, cancellationToken);
    }

    /// <summary>Gives the clients that it has.</summary>
    public static IEnumerable<ClientFacts> Wanted(DemoSettings settings) =>
    [
        new("planner", Role.Planner, Bureau, [], null),
        new("planner-2", Role.Planner, Bureau, [], null),
        new("certifier", Role.Certifier, District, [], null),
        new("enterprise", Role.Enterprise, District, [], settings.Enterprise),
        new("finance", Role.Finance, "6101D3", [], null),
        new("finance-2", Role.Finance, "6101D3", [], null),
        new("asset-manager", Role.AssetManager, "6101ZC", [], null),
        new("department", Role.Department, "6101D1", [], null),
        new("government", Role.Government, "610100", [], null),
        new("auditor", Role.Auditor, "610100", [], null),
        new("service", Role.Service, Bureau, ["read", "changes"], null),
        .. ReportingUnits.Select(unit => new ClientFacts($"reporter-{unit.ToLowerInvariant()}", Role.Reporter, unit, [], null)),
    ];

    private sealed record Entry(
        [property: JsonPropertyName("client_id"), JsonRequired] string ClientId,
        [property: JsonPropertyName("client_secret"), JsonRequired] string ClientSecret,
        [property: JsonPropertyName("role")] string Role,
        [property: JsonPropertyName("unit")] string Unit,
        [property: JsonPropertyName("enterprise")] string? Enterprise);
}
