using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renovation.Shared.Time;

/// <summary>The file by which the business clock of every process of an installation is set: an instant, and the real instant at which it was set.</summary>
public static class ClockFile
{
    /// <summary>Sets the business clock to <paramref name="instant"/> from now on. Readers see the old or the new file, never half of one.</summary>
    public static void Set(string path, DateTimeOffset instant, TimeProvider real)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new Content(instant, real.GetUtcNow())));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Gives how far the business clock is ahead of the real one; zero without a file, null when the file cannot be read just now.</summary>
    internal static TimeSpan? TryReadOffset(string path)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path));
            return content is null ? null : content.Set - content.At;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private sealed record Content([property: JsonPropertyName("set"), JsonRequired] DateTimeOffset Set, [property: JsonPropertyName("at"), JsonRequired] DateTimeOffset At);
}
