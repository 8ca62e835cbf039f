using System.Text.Json.Nodes;
using Renovation.Tests.Integration.Fixtures;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>The data of a gateway, which outlive its process: a database, and the files of the demonstration.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly string? _database;

    private Installation(string? database)
    {
        _database = database;
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"renovation-{Guid.CreateVersion7():N}");

    public string ClientsFile => Path.Combine(Folder, "demo-clients.json");

    public string ClockFile => Path.Combine(Folder, "clock.json");

    public Dictionary<string, string?> Settings => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Storage:Provider"] = _database is null ? "sqlite" : "postgres",
        ["Storage:Folder"] = Folder,
        ["ConnectionStrings:gateway"] = _database,
        ["Demo:ClientsFile"] = ClientsFile,
        ["Demo:ClockFile"] = ClockFile,
    };

    public static async Task<Installation> CreateAsync(string provider) =>
        new(provider == ModuleHost.Postgres ? await TestDatabase.CreateAsync("gateway") : null);

    public IReadOnlyList<JsonNode> Clients() => [.. JsonNode.Parse(File.ReadAllText(ClientsFile))!.AsArray().Select(client => client!)];

    public string SecretOf(string clientId) =>
        Clients().Single(client => client["client_id"]!.GetValue<string>() == clientId)["client_secret"]!.GetValue<string>();

    /// <summary>Gives the password of somebody of the demonstration.</summary>
    public string PasswordOf(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "demo-people.json")))!.AsArray()
        .Single(person => person!["name"]!.GetValue<string>() == name)!["password"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
        if (_database is not null)
            await TestDatabase.DropAsync(_database);
    }
}
