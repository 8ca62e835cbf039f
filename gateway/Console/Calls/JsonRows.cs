using System.Text.Json.Nodes;

namespace Renovation.Gateway.Console;

/// <summary>Reads rows of what the gateway serves by REST alone.</summary>
internal static class JsonRows
{
    /// <summary>Gives a field, empty when there is none.</summary>
    public static string Text(this JsonObject row, string field) => row[field]?.GetValue<string>() ?? "";

    /// <summary>Tells whether a field is true.</summary>
    public static bool Is(this JsonObject row, string field) => row[field]?.GetValue<bool>() ?? false;

    /// <summary>Gives the texts of a field.</summary>
    public static IEnumerable<string> Texts(this JsonObject row, string field) => row[field]?.AsArray().Select(text => text!.GetValue<string>()) ?? [];
}
