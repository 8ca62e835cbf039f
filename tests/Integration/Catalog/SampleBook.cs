using System.IO.Compression;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>The reference workbooks, as they are or with single cells changed.</summary>
internal static class SampleBook
{
    public const string Library = "library-2017.xlsx";
    public const string Annex1 = "annex1-2017.xlsx";
    public const string Messy = "annex1-2017-messy.xlsx";

    public static string Folder { get; } = Find();

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>Gives a workbook with these texts in these cells of its first sheet; an empty text empties the cell.</summary>
    public static byte[] With(string name, params (string Cell, string Text)[] changes) => Change(Read(name), changes);

    /// <summary>The same for any workbook of the suite.</summary>
    public static byte[] Change(byte[] file, params (string Cell, string Text)[] changes)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string sheet;
            using (var reader = new StreamReader(entry.Open(), Encoding.UTF8))
                sheet = reader.ReadToEnd();
            foreach (var (cell, text) in changes)
                sheet = Replace(sheet, cell, text);
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open(), new UTF8Encoding(false));
            writer.Write(sheet);
        }

        return stream.ToArray();
    }

    public static HttpBody Body(byte[] file) => new() { ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data = ByteString.CopyFrom(file) };

    /// <summary>Gives the texts and numbers of a sheet by cell, as they are written.</summary>
    /// <param name="sheet">Number of the sheet, from 1.</param>
    public static Dictionary<string, string> Cells(byte[] file, int sheet = 1)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        using var reader = new StreamReader(zip.GetEntry($"xl/worksheets/sheet{sheet}.xml")!.Open(), Encoding.UTF8);
        return new Regex("<x:c r=\"(?<cell>[A-Z]+[0-9]+)\"[^>]*?(?:/>|>(?:<x:f>[^<]*</x:f>)?<x:(?:is><x:t[^>]*|v)>(?<text>[^<]*)<.*?</x:c>)", RegexOptions.Singleline)
            .Matches(reader.ReadToEnd())
            .ToDictionary(match => match.Groups["cell"].Value, match => System.Net.WebUtility.HtmlDecode(match.Groups["text"].Value), StringComparer.Ordinal);
    }

    private static string Replace(string sheet, string cell, string text)
    {
        var found = new Regex($"<x:c r=\"{cell}\"[^>]*?(/>|>.*?</x:c>)", RegexOptions.Singleline).Match(sheet);
        if (!found.Success)
            throw new ArgumentException($"The sheet has no cell {cell}.", nameof(cell));
        var replaced = text.Length == 0 ? "" : $"<x:c r=\"{cell}\" t=\"inlineStr\"><x:is><x:t>{SecurityElement.Escape(text)}</x:t></x:is></x:c>";
        return sheet[..found.Index] + replaced + sheet[(found.Index + found.Length)..];
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "deploy", "samples")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("deploy/samples");
        return Path.Combine(folder, "deploy", "samples");
    }
}
