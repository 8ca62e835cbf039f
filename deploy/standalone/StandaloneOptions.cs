namespace Renovation.Standalone;

/// <summary>What the operator asks for on the command line.</summary>
/// <param name="Port">Port of REST, sign-in and health.</param>
/// <param name="GrpcPort">Port of gRPC (HTTP/2 without TLS).</param>
/// <param name="Data">Data folder, absolute.</param>
/// <param name="Demo">Whether to load the sample data and to write the demo clients.</param>
/// <param name="Clock">Where the business clock starts; null for the real time.</param>
internal sealed record StandaloneOptions(int Port, int GrpcPort, string Data, bool Demo, DateTimeOffset? Clock)
{
    public string ClockFile => Path.Combine(Data, "clock.json");

    public string ClientsFile => Path.Combine(Data, "demo-clients.json");

    /// <summary>Settings of the gateway.</summary>
    public Dictionary<string, string?> GatewaySettings(int services, int health)
    {
        var settings = Common();
        settings["Service:Name"] = "gateway";
        settings["Gateway:Http"] = $"http://127.0.0.1:{Port}";
        settings["Gateway:Grpc"] = $"http://127.0.0.1:{GrpcPort}";
        foreach (var module in Modules)
            settings[$"Services:{module}"] = $"http://127.0.0.1:{services}|http://127.0.0.1:{health}";
        return settings;
    }

    /// <summary>Settings of the host of the three services.</summary>
    public Dictionary<string, string?> ServiceSettings(int services, int health)
    {
        var settings = Common();
        settings["Service:Name"] = "services";
        settings["Endpoints:Grpc"] = $"http://127.0.0.1:{services}";
        settings["Endpoints:Health"] = $"http://127.0.0.1:{health}";
        settings["Messaging:Transport"] = "memory";
        foreach (var module in Modules)
            settings[$"Services:{module}"] = $"http://127.0.0.1:{services}";
        return settings;
    }

    private static string[] Modules => ["catalog", "progress", "funding"];

    private Dictionary<string, string?> Common()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:Provider"] = "sqlite",
            ["Storage:Folder"] = Data,
            ["Auth:Authority"] = $"http://127.0.0.1:{Port}",
            ["Auth:Issuer"] = $"http://127.0.0.1:{Port}/",
        };
        if (Demo)
        {
            settings["Demo:Enabled"] = "true";
            settings["Demo:ClockFile"] = ClockFile;
            settings["Demo:ClientsFile"] = ClientsFile;
            settings["Demo:Samples"] = Path.Combine(AppContext.BaseDirectory, "samples");
        }

        return settings;
    }
}
