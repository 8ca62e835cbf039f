using System.Text.Json;

namespace Renovation.Tests.Unit.Workbooks;

/// <summary>The reference workbooks of deploy/samples and what is known about them.</summary>
internal static class Samples
{
    private static readonly string Folder = Find();

    public static byte[] Library => Read("library-2017.xlsx");

    public static byte[] Annex1 => Read("annex1-2017.xlsx");

    public static byte[] Messy => Read("annex1-2017-messy.xlsx");

    public static JsonElement Facts => JsonDocument.Parse(Read("facts.json")).RootElement;

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "deploy", "samples")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("deploy/samples");
        return Path.Combine(folder, "deploy", "samples");
    }
}
