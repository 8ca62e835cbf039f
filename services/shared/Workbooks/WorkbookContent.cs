using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Renovation.Shared.Workbooks;

/// <summary>Looks at the bytes of an uploaded file.</summary>
public static class WorkbookContent
{
    private static readonly (byte[] Magic, ContentKind Kind)[] Magics =
    [
        ("%PDF-"u8.ToArray(), ContentKind.Pdf),
        ([0x89, 0x50, 0x4E, 0x47], ContentKind.Png),
        ([0xFF, 0xD8, 0xFF], ContentKind.Jpeg),
        ("GIF8"u8.ToArray(), ContentKind.Picture),
        ("II*\0"u8.ToArray(), ContentKind.Picture),
        ("MM\0*"u8.ToArray(), ContentKind.Picture),
        ("Rar!"u8.ToArray(), ContentKind.Archive),
        ([0x1F, 0x8B], ContentKind.Archive),
        ([0x37, 0x7A, 0xBC, 0xAF], ContentKind.Archive),
    ];

    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] EmptyZip = [0x50, 0x4B, 0x05, 0x06];

    /// <summary>Returns the SHA-256 of the content as 64 lower-case hexadecimal digits, the key by which an import is idempotent.</summary>
    public static string Sha256(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Tells what the content is. Never throws.</summary>
    public static ContentKind Detect(ReadOnlyMemory<byte> content)
    {
        var bytes = content.Span;
        if (bytes.IsEmpty)
            return ContentKind.Empty;
        foreach (var (magic, kind) in Magics)
        {
            if (bytes.StartsWith(magic))
                return kind;
        }

        if (bytes.StartsWith(CompoundFile))
            return DetectCompound(bytes);
        if (bytes.StartsWith(EmptyZip))
            return ContentKind.Archive;
        return bytes.StartsWith(Zip) ? DetectZip(content) : DetectText(bytes);
    }

    /// <summary>Opens the content as a stream without copying it where possible.</summary>
    internal static MemoryStream Open(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    // The streams of a compound file are named in UTF-16 in its directory; that is enough to tell the kinds apart.
    private static ContentKind DetectCompound(ReadOnlySpan<byte> bytes)
    {
        if (Names(bytes, "EncryptedPackage"))
            return ContentKind.Encrypted;
        if (Names(bytes, "Workbook") || Names(bytes, "Book"))
            return ContentKind.Xls;
        if (Names(bytes, "WordDocument"))
            return ContentKind.Word;
        return Names(bytes, "PowerPoint Document") ? ContentKind.Presentation : ContentKind.Unknown;
    }

    private static bool Names(ReadOnlySpan<byte> bytes, string stream) => bytes.IndexOf(Encoding.Unicode.GetBytes(stream + "\0")) >= 0;

    private static ContentKind DetectZip(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var zip = new ZipArchive(Open(content), ZipArchiveMode.Read);
            var names = zip.Entries.Select(entry => entry.FullName.Replace('\\', '/')).ToList();
            if (Any(names, "xl/"))
                return ContentKind.Xlsx;
            if (Any(names, "word/"))
                return ContentKind.Word;
            if (Any(names, "ppt/"))
                return ContentKind.Presentation;
            return names.Contains("mimetype", StringComparer.Ordinal) ? ContentKind.OpenDocument : ContentKind.Archive;
        }
        catch (InvalidDataException)
        {
            // A torn archive that holds a sheet is a broken workbook, and is said to be so by who opens it.
            return content.Span.IndexOf("xl/work"u8) >= 0 ? ContentKind.Xlsx : ContentKind.Archive;
        }
    }

    private static bool Any(List<string> names, string folder) => names.Exists(name => name.StartsWith(folder, StringComparison.OrdinalIgnoreCase));

    private static ContentKind DetectText(ReadOnlySpan<byte> bytes)
    {
        if (TextContent.EncodingOf(bytes) is not { } encoding)
            return ContentKind.Unknown;
        var head = encoding.GetString(bytes[..Math.Min(bytes.Length, 4096)]).TrimStart('\uFEFF').TrimStart();
        if (head.Length == 0)
            return bytes.Length <= 4096 ? ContentKind.Empty : ContentKind.Csv;
        return head[0] == '<' ? ContentKind.Markup : ContentKind.Csv;
    }
}
