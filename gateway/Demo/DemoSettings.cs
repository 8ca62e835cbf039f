namespace Renovation.Gateway.Demo;

/// <summary>Settings of the demonstration.</summary>
/// <param name="ClientsFile">Where the secrets of its clients are written: <c>Demo:ClientsFile</c>, default <c>demo-clients.json</c> in the data folder.</param>
/// <param name="PeopleFile">Where the passwords of its people are written: <c>demo-people.json</c> beside the file of clients.</param>
/// <param name="Enterprise">Unified social credit code of the enterprise client: <c>Demo:Enterprise</c>, default the first enterprise of the sample plan.</param>
/// <param name="ClockFile">File of the business clock: <c>Demo:ClockFile</c>; null when the clock cannot be set.</param>
internal sealed record DemoSettings(string ClientsFile, string PeopleFile, string Enterprise, string? ClockFile)
{
    private const string SampleEnterprise = "91610102510080397T";

    /// <summary>Reads them; null unless <c>Demo:Enabled</c>.</summary>
    /// <exception cref="InvalidOperationException">No place for the file of clients.</exception>
    public static DemoSettings? Read(IConfiguration configuration)
    {
        if (!configuration.GetValue("Demo:Enabled", false))
            return null;
        var file = configuration["Demo:ClientsFile"] is { Length: > 0 } set ? set
            : configuration["Storage:Folder"] is { Length: > 0 } folder ? Path.Combine(folder, "demo-clients.json")
            : throw new InvalidOperationException("The setting Demo:ClientsFile must name the file for the demonstration's clients.");
        return new DemoSettings(
            file,
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? "", "demo-people.json"),
            configuration["Demo:Enterprise"] is { Length: > 0 } enterprise ? enterprise : SampleEnterprise,
            configuration["Demo:ClockFile"] is { Length: > 0 } clock ? clock : null);
    }
}
