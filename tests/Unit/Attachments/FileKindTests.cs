using System.IO.Compression;
using System.Text;
using Renovation.Shared.Attachments;
using Renovation.Tests.Files;
using Renovation.Tests.Unit.Workbooks;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Attachments;

/// <summary>What a file is, told from what is in it.</summary>
public sealed class FileKindTests
{
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static readonly byte[] Rest = new byte[64];

    public static TheoryData<string, byte[]> Plain => new()
    {
        { "application/pdf", "%PDF-1.7\n"u8.ToArray() },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, .. Rest] },
        { "image/png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Rest] },
        { "image/gif", [.. "GIF89a"u8, .. Rest] },
        { "image/bmp", [.. "BM"u8, 0x36, 0x10, 0, 0, 0, 0, 0, 0, 0x36, 0, .. Rest] },
        { "image/tiff", [.. "II"u8, 0x2A, 0, .. Rest] },
        { "image/tiff", [.. "MM"u8, 0, 0x2A, .. Rest] },
        { "image/webp", [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBP"u8, .. Rest] },
        { "image/heic", [0, 0, 0, 0x18, .. "ftypheic"u8, .. Rest] },
    };

    public static TheoryData<byte[]> Refused => new()
    {
        Array.Empty<byte>(),
        "%PD"u8.ToArray(),
        "<html><script>alert(1)</script></html>"u8.ToArray(),
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"u8.ToArray(),
        new byte[] { (byte)'M', (byte)'Z', 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0, 0 },
        "BM is how this text begins, which is no picture"u8.ToArray(),
        Encoding.UTF8.GetBytes("样例文本"),
        "PK\u0003\u0004 and nothing else"u8.ToArray(),
        Package("a.txt"),
        Package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        Package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        Package("word/document.xml"),
    };

    [Theory, MemberData(nameof(Plain))]
    public void Detect_AByteOfEachKind_IsKnown(string mediaType, byte[] file) => Detect(file)!.MediaType.ShouldBe(mediaType);

    [Theory, MemberData(nameof(Refused))]
    public void Detect_AnythingElse_IsNothing(byte[] file) => Detect(file).ShouldBeNull();

    [Theory]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml")]
    [InlineData(Spreadsheet, "xl/workbook.xml")]
    [InlineData("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/presentation.xml")]
    public void Detect_OfficePackage_IsToldByItsMainPart(string mediaType, string part) => Detect(Package("[Content_Types].xml", part, "docProps/app.xml"))!.MediaType.ShouldBe(mediaType);

    [Fact]
    public void Detect_OfdPackage_IsKnown() => Detect(Package("OFD.xml", "Doc_0/Document.xml"))!.MediaType.ShouldBe("application/ofd");

    [Fact]
    public void Detect_ASampleWorkbook_IsASpreadsheet() => Detect(Samples.Annex1)!.MediaType.ShouldBe(Spreadsheet);

    [Theory]
    [InlineData("WordDocument", "application/msword")]
    [InlineData("Workbook", "application/vnd.ms-excel")]
    [InlineData("PowerPoint Document", "application/vnd.ms-powerpoint")]
    public void Detect_CompoundFile_IsToldByItsStream(string stream, string mediaType) => Detect(CompoundFile.Of((stream, new byte[5000])))!.MediaType.ShouldBe(mediaType);

    [Theory]
    [InlineData("Contents")]
    [InlineData("_VBA_PROJECT")]
    public void Detect_OtherCompoundFile_IsNothing(string stream) => Detect(CompoundFile.Of((stream, new byte[5000]))).ShouldBeNull();

    [Fact]
    public void Detect_PackageOfMoreEntriesThanAnyDocument_IsNotEvenOpened()
    {
        var file = Package([.. Enumerable.Range(0, 20_001).Select(number => $"xl/{number}"), "[Content_Types].xml", "xl/workbook.xml"]);
        Detect(file).ShouldBeNull();
    }

    [Theory]
    [InlineData("许可证.pdf", "许可证.pdf")]
    [InlineData("许可证.PDF", "许可证.PDF")]
    [InlineData("许可证", "许可证.pdf")]
    [InlineData("许可证.exe", "许可证.exe.pdf")]
    public void Name_WithoutAnEndingOfTheKind_GetsOne(string given, string named) => Detect("%PDF-1.4"u8.ToArray())!.Name(given).ShouldBe(named);

    private static FileKind? Detect(byte[] file) => FileKind.Detect(new MemoryStream(file));

    private static byte[] Package(params string[] names)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
                package.CreateEntry(name, CompressionLevel.NoCompression);
        }

        return file.ToArray();
    }
}
