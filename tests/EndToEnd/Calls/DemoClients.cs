using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>The clients of a demo installation, and their tokens.</summary>
internal sealed class DemoClients(string file, Uri gateway)
{
    private static readonly HttpClient Http = new();
    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new(StringComparer.Ordinal);

    /// <summary>Gives a token of the first client of a role, or of the client with that id.</summary>
    public Task<string> TokenAsync(string roleOrId, string? unit = null) => _tokens.GetOrAdd($"{roleOrId} {unit}", _ => SignInAsync(Find(roleOrId, unit)));

    public void Forget() => _tokens.Clear();

    public IReadOnlyList<Entry> All() => JsonSerializer.Deserialize<List<Entry>>(File.ReadAllText(file)) ?? [];

    private Entry Find(string roleOrId, string? unit)
    {
        var all = All();
        return all.FirstOrDefault(client => client.Id == roleOrId)
            ?? all.FirstOrDefault(client => client.Role == roleOrId && (unit is null || client.Unit == unit))
            ?? throw new InvalidOperationException($"There is no client {roleOrId} {unit}.");
    }

    private async Task<string> SignInAsync(Entry client)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client.Id), new("client_secret", client.Secret)]);
        using var answer = await Http.PostAsync(new Uri(gateway, "/connect/token"), form);
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{client.Id} cannot sign in: {body}");
        return JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!;
    }

    internal sealed record Entry(
        [property: JsonPropertyName("client_id")] string Id,
        [property: JsonPropertyName("client_secret")] string Secret,
        [property: JsonPropertyName("role")] string Role,
        [property: JsonPropertyName("unit")] string Unit);
}
