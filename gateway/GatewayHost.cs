namespace Renovation.Gateway;

/// <summary>The gateway as a process, or as a part of the standalone one.</summary>
public static class GatewayHost
{
    /// <summary>Builds the gateway from its settings.</summary>
    public static WebApplication Build(string[] args) => WebApplication.CreateSlimBuilder(args).Build();

    /// <summary>Runs it until it is told to stop; gives the exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await app.RunAsync();
        return 0;
    }
}
