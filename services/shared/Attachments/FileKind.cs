using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Renovation.Shared.Attachments;

/// <summary>A kind of file that may be attached.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Endings">Endings that names of it have, the usual one first.</param>
public sealed record FileKind(string MediaType, params string[] Endings)
{
    private const int HeadSize = 16;
    private const int MostEntries = 20_000;
    private const int EndOfDirectory = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int DirectoryEntry = 128;
    private static readonly FileKind Pdf = new("application/pdf", ".pdf");
    private static readonly FileKind Jpeg = new("image/jpeg", ".jpg", ".jpeg", ".jfif");
    private static readonly FileKind Png = new("image/png", ".png");
    private static readonly FileKind Gif = new("image/gif", ".gif");
    private static readonly FileKind Bmp = new("image/bmp", ".bmp");
    private static readonly FileKind Tiff = new("image/tiff", ".tif", ".tiff");
    private static readonly FileKind Webp = new("image/webp", ".webp");
    private static readonly FileKind Heic = new("image/heic", ".heic", ".heif");
    private static readonly FileKind Ofd = new("application/ofd", ".ofd");
    private static readonly FileKind Docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
    private static readonly FileKind Xlsx = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");
    private static readonly FileKind Pptx = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx");

    // WPS writes the same formats under endings of its own.
    private static readonly FileKind Doc = new("application/msword", ".doc", ".wps");
    private static readonly FileKind Xls = new("application/vnd.ms-excel", ".xls", ".et");
    private static readonly FileKind Ppt = new("application/vnd.ms-powerpoint", ".ppt", ".dps");
    private static readonly (byte[] Name, FileKind Kind)[] CompoundStreams =
        [(Encoding.Unicode.GetBytes("WordDocument"), Doc), (Encoding.Unicode.GetBytes("Workbook"), Xls), (Encoding.Unicode.GetBytes("Book"), Xls), (Encoding.Unicode.GetBytes("PowerPoint Document"), Ppt)];

    private static readonly byte[] MacroStorage = Encoding.Unicode.GetBytes("_VBA_PROJECT");

    /// <summary>Tells the kind from the content; null for one that may not be attached: unknown, broken, or an Office file with macros.</summary>
    /// <param name="file">The file, at its beginning; seekable.</param>
    public static FileKind? Detect(Stream file)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        head = head[..file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false)];
        if (head.StartsWith("PK\u0003\u0004"u8))
            return OfPackage(file);
        return head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) ? OfCompound(file) : OfHead(head);
    }

    /// <summary>Gives the name an ending of this kind, unless it has one.</summary>
    public string Name(string fileName) =>
        Endings.Any(ending => fileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? fileName : fileName + Endings[0];

    private static FileKind? OfHead(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF-"u8))
            return Pdf;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return Jpeg;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return Png;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return Gif;
        if (head.StartsWith((ReadOnlySpan<byte>)[(byte)'I', (byte)'I', 0x2A, 0x00]) || head.StartsWith((ReadOnlySpan<byte>)[(byte)'M', (byte)'M', 0x00, 0x2A]))
            return Tiff;
        if (head.Length < HeadSize)
            return null;
        if (head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
            return Webp;
        if (head[4..].StartsWith("ftyp"u8) && IsHeic(head[8..12]))
            return Heic;

        // BM and two reserved words that are zero.
        return head.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[6..]) == 0 ? Bmp : null;
    }

    private static bool IsHeic(ReadOnlySpan<byte> brand) => brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("heif"u8);

    // A package is told by its main part.
    private static FileKind? OfPackage(Stream file)
    {
        if (EntriesOf(file) is not (> 0 and <= MostEntries))
            return null;
        try
        {
            using var package = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var names = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (names.Contains("OFD.xml"))
                return Ofd;
            if (!names.Contains("[Content_Types].xml") || names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
                return null;
            if (names.Contains("word/document.xml"))
                return Docx;
            if (names.Contains("xl/workbook.xml"))
                return Xlsx;
            return names.Contains("ppt/presentation.xml") ? Pptx : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Asked before the directory is read: a file of nothing but entries would take far more memory than its size.
    private static int EntriesOf(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndOfDirectory + LongestComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        return at >= 0 && at + EndOfDirectory <= tail.Length ? BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10)) : 0;
    }

    // The directory of a compound file is made of entries of 128 bytes, each with the name of a stream; they begin at multiples of it wherever the sectors lie.
    private static FileKind? OfCompound(Stream file)
    {
        file.Position = 0;
        FileKind? kind = null;
        var block = new byte[DirectoryEntry * 512];
        while (file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) is > 0 and var read)
        {
            for (var at = 0; at + DirectoryEntry <= read; at += DirectoryEntry)
            {
                var entry = block.AsSpan(at, DirectoryEntry);
                if (IsEntry(entry, MacroStorage))
                    return null;
                kind ??= Array.Find(CompoundStreams, stream => IsEntry(block.AsSpan(at, DirectoryEntry), stream.Name)).Kind;
            }
        }

        return kind;
    }

    private static bool IsEntry(ReadOnlySpan<byte> entry, byte[] name) =>
        BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) == name.Length + 2 && entry.StartsWith(name) && entry[66] is 1 or 2;
}
