namespace Renovation.Gateway.Routing;

/// <summary>One process of a service.</summary>
/// <param name="Address">Where it takes gRPC and REST over HTTP/2.</param>
/// <param name="Health">Where it tells its health.</param>
internal sealed record Replica(Uri Address, Uri Health)
{
    /// <summary>
    /// Reads <c>Services:{name}</c>: a pair of addresses per replica, gRPC and health, joined by <c>|</c>; several replicas are separated by commas or semicolons:
    /// <c>http://127.0.0.1:5101|http://127.0.0.1:5111,http://127.0.0.1:5102|http://127.0.0.1:5112</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is missing or unreadable.</exception>
    public static IReadOnlyList<Replica> Read(string name, IConfiguration configuration)
    {
        var setting = configuration[$"Services:{name}"] ?? "";
        var replicas = setting.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(TryParse).ToList();
        return replicas.Count > 0 && !replicas.Contains(null)
            ? [.. replicas.OfType<Replica>()]
            : throw new InvalidOperationException(
                $"The setting Services:{name} must give the gRPC and the health address of each replica, such as http://127.0.0.1:5101|http://127.0.0.1:5111, not \"{setting}\".");
    }

    private static Replica? TryParse(string pair)
    {
        var parts = pair.Split('|', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Uri.TryCreate(parts[0], UriKind.Absolute, out var address) && Uri.TryCreate(parts[1], UriKind.Absolute, out var health)
            ? new Replica(address, health)
            : null;
    }
}
