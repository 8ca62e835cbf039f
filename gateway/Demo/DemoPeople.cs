using System.Text.Json;
using System.Text.Json.Serialization;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Identity;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Demo;

/// <summary>People of the demonstration (样例), one per client of it that is no machine, by the same names. Their passwords are random and stand in a file that only its owner reads.</summary>
internal static class DemoPeople
{
    public static async Task EnsureAsync(AccountDirectory directory, DemoSettings settings, CancellationToken cancellationToken)
    {
        var written = PrivateFile.Read<Entry>(settings.PeopleFile).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        var wanted = DemoClients.Wanted(settings).Where(client => client.Role != Role.Service)
            .Select(client => new AccountFacts(client.ClientId, $"样例 {client.ClientId}", client.Role, client.Unit, client.Enterprise, false)).ToList();
        var entries = wanted.ConvertAll(facts => written.TryGetValue(facts.Name, out var entry)
            ? entry
            : new Entry(facts.Name, $"Aa1-{ClientDirectory.NewSecret()[..16]}", facts.Role.ToClaim(), facts.Unit));

        // Written first: whoever dies in between leaves passwords without accounts, never accounts without a password that anybody knows.
        if (entries.Exists(entry => !written.ContainsKey(entry.Name)))
            await PrivateFile.WriteAsync(settings.PeopleFile, entries, cancellationToken);
        foreach (var (facts, entry) in wanted.Zip(entries))
            await directory.EnsureAsync(facts, entry.Password, replaces: !written.ContainsKey(entry.Name), cancellationToken);
    }

    private sealed record Entry(
        [property: JsonPropertyName("name"), JsonRequired] string Name,
        [property: JsonPropertyName("password"), JsonRequired] string Password,
        [property: JsonPropertyName("role")] string Role,
        [property: JsonPropertyName("unit")] string Unit);
}

/// <summary>Files of the demonstration with secrets in them, which only their owner reads.</summary>
internal static class PrivateFile
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Reads its entries; none when it is missing or damaged.</summary>
    public static List<T> Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<List<T>>(File.ReadAllText(file)) ?? [];
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public static async Task WriteAsync<T>(string file, List<T> entries, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        var temporary = $"{file}.{Environment.ProcessId}.tmp";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new FileStream(temporary, options))
            await JsonSerializer.SerializeAsync(stream, entries, Format, cancellationToken);
        File.Move(temporary, file, overwrite: true);
    }
}
