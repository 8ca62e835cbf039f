using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using CsCheck;
using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Workbooks;

public sealed class FileTests
{
    private static readonly byte[] Sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/></worksheet>"u8.ToArray();

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "nothing", [], "EMPTY_FILE" },
        { "white space", " \r\n\t\r\n"u8.ToArray(), "EMPTY_FILE" },
        { "mark only", [0xEF, 0xBB, 0xBF], "EMPTY_FILE" },
        { "png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "WRONG_KIND" },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0], "WRONG_KIND" },
        { "pdf", "%PDF-1.7\n"u8.ToArray(), "WRONG_KIND" },
        { "docx", Books.Zip(("[Content_Types].xml", Some), ("word/document.xml", Some)), "WRONG_KIND" },
        { "ods", Books.Zip(("mimetype", Some), ("content.xml", Some)), "WRONG_KIND" },
        { "zip", Books.Zip(("a.txt", Some)), "WRONG_KIND" },
        { "doc", CompoundFile.Of(("WordDocument", new byte[100])), "WRONG_KIND" },
        { "web page named xls", "<html><table><tr><td>项目名称</td></tr></table></html>"u8.ToArray(), "WRONG_KIND" },
        { "binary", [0, 1, 2, 3, 0xFF, 0xFE, 0xFD], "WRONG_KIND" },
        { "encrypted xlsx", CompoundFile.Of(("EncryptionInfo", new byte[100]), ("EncryptedPackage", new byte[5000])), "ENCRYPTED_FILE" },
        { "encrypted xls", CompoundFile.Of(("Workbook", CompoundFile.Workbook("表", [["项目名称"]], isEncrypted: true))), "ENCRYPTED_FILE" },
        { "torn xlsx", Samples.Annex1[..9000], "BROKEN_FILE" },
        { "xlsx without workbook", Books.Zip(("xl/worksheets/sheet1.xml", stream => stream.Write(Sheet))), "BROKEN_FILE" },
        { "torn xls", CompoundFile.Of(("Workbook", CompoundFile.Workbook("表", [["项目名称"]])))[..1400], "BROKEN_FILE" },
        { "text", "这不是表格。"u8.ToArray(), "NO_TABLE" },
        { "other table", Books.Of("通讯录", [["姓名", "电话"], ["样例甲", "000"]]), "NO_TABLE" },
        { "empty sheet", Books.Of("表", []), "NO_TABLE" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Read_NotATable_IsRefusedAsAFile(string name, byte[] content, string code)
    {
        var error = Should.Throw<DomainException>(() => TableReader.Read(content, Annex1.Layout), name);

        error.Reason.ShouldBe(code, name);
        error.Kind.ShouldBe(ErrorKind.Invalid);
        error.Fields.Single().Field.ShouldBe("file");
    }

    [Fact]
    public void Read_WrongKind_SaysWhatItIs() =>
        Should.Throw<DomainException>(() => TableReader.Read("%PDF-1.7\n"u8.ToArray(), Annex1.Layout)).Fields[0].Message.Zh.ShouldBe("这是PDF 文件，不是工作簿；请上传 .xlsx、.xls 或 .csv。");

    [Fact]
    public void Read_TooLarge_IsRefusedByItsSize() =>
        Should.Throw<DomainException>(() => TableReader.Read(new byte[WorkbookLimits.FileBytes + 1], Annex1.Layout)).Reason.ShouldBe("FILE_TOO_LARGE");

    [Fact]
    public void Read_Bomb_IsRefusedUnread()
    {
        var bomb = Books.Zip(("xl/workbook.xml", Some), ("xl/worksheets/sheet1.xml", stream => Zeros(stream, 300)));
        var many = Books.Zip([.. Enumerable.Range(0, WorkbookLimits.Parts + 1).Select(index => ($"xl/{index}.xml", (Action<Stream>)Some))]);
        var dense = Books.Zip(("xl/workbook.xml", Some), ("xl/sharedStrings.xml", stream => Zeros(stream, 8)));

        foreach (var content in (byte[][])[bomb, many, dense])
        {
            var watch = Stopwatch.StartNew();
            Should.Throw<DomainException>(() => TableReader.Read(content, Annex1.Layout)).Reason.ShouldBe("ZIP_BOMB");
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        }
    }

    // The archive says that the part has a thousand bytes; it has 300 MiB.
    [Fact]
    public void Read_BombThatLies_CostsNothing()
    {
        var parts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using (var zip = new System.IO.Compression.ZipArchive(new MemoryStream(Books.Of("附件1", [["项目名称"]]))))
        {
            foreach (var entry in zip.Entries)
            {
                using var stream = new MemoryStream();
                entry.Open().CopyTo(stream);
                parts[entry.FullName] = stream.ToArray();
            }
        }

        var bomb = Books.Zip([.. parts.Select(part => (part.Key, (Action<Stream>)(stream =>
        {
            if (part.Key.EndsWith("sheet1.xml", StringComparison.Ordinal))
                Zeros(stream, 300);
            else
                stream.Write(part.Value);
        })))]);
        Lie(bomb, 300 * 1024 * 1024, 1000);
        var before = GC.GetTotalAllocatedBytes();

        Should.Throw<DomainException>(() => TableReader.Read(bomb, Annex1.Layout)).Reason.ShouldBe("BROKEN_FILE");

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(50 * 1024 * 1024);
    }

    [Fact]
    public void Read_DamagedAnywhere_IsReadOrRefusedAndNeverThrowsAnythingElse()
    {
        byte[][] files = [Samples.Messy, CompoundFile.Of(("Workbook", CompoundFile.Workbook("附件1", Books.Values(Samples.Messy)))), Books.Csv(Samples.Messy, Encoding.UTF8)];
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 3]).Array[1, 6].Sample(damages =>
        {
            var content = (byte[])files[damages[0].Item1].Clone();
            foreach (var (_, place, value, how) in damages)
            {
                if (content.Length == 0)
                    break;
                if (how == 0)
                    content = content[..(place % content.Length)];
                else
                    content[place % content.Length] = value;
            }

            try
            {
                _ = TableReader.Read(content, Annex1.Layout).Errors.ToFieldErrors();
                return true;
            }
            catch (DomainException error)
            {
                return error.Kind == ErrorKind.Invalid && error.Fields.Count > 0;
            }
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Read_FarAwayCell_EndsInTime()
    {
        object?[][] rows = [["项目名称", "企业名称"]];
        var layout = new TableLayout("表", Column.Text("title", "项目名称").Required(), Column.Text("enterprise", "企业名称").Required());
        var content = Replace(Books.Of("表", rows), "</row>", "</row><row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
        var watch = Stopwatch.StartNew();

        Should.Throw<DomainException>(() => TableReader.Read(content, layout)).Reason.ShouldBeOneOf("TOO_MANY_ROWS", "NO_ROWS");

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Read_TooManyRows_IsRefused()
    {
        var layout = new TableLayout("表", Column.Text("title", "项目名称").Required(), Column.Text("enterprise", "企业名称").Required()).AtMostRows(3);
        object?[][] rows = [["项目名称", "企业名称"], .. Enumerable.Range(0, 4).Select(index => new object?[] { $"样例{index}", "企业" })];

        Should.Throw<DomainException>(() => TableReader.Read(Books.Of("表", rows), layout)).Reason.ShouldBe("TOO_MANY_ROWS");
        TableReader.Read(Books.Of("表", rows[..4]), layout).Rows.Count.ShouldBe(3);
    }

    [Fact]
    public void Sha256_OfContent_IsHexadecimal() =>
        WorkbookContent.Sha256("abc"u8).ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Theory]
    [InlineData("项目名称,企业名称\n", ContentKind.Csv)]
    [InlineData("<?xml version=\"1.0\"?>", ContentKind.Markup)]
    public void Detect_Text_TellsTheKind(string text, ContentKind kind)
    {
        WorkbookContent.Detect(Encoding.UTF8.GetBytes(text)).ShouldBe(kind);
        WorkbookContent.Detect(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray()).ShouldBe(kind);
    }

    private static byte[] Replace(byte[] workbook, string part, string by)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.Entries.Single(entry => entry.FullName.Contains("worksheets/", StringComparison.Ordinal));
            string text;
            using (var reader = new StreamReader(entry.Open()))
                text = reader.ReadToEnd();
            text = text.Replace("<x:", "<", StringComparison.Ordinal).Replace("</x:", "</", StringComparison.Ordinal).Replace("xmlns:x=", "xmlns=", StringComparison.Ordinal).Replace(part, by, StringComparison.Ordinal);
            using var writer = entry.Open();
            writer.SetLength(0);
            writer.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }

    private static void Lie(byte[] zip, int size, int stated)
    {
        Span<byte> truth = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(truth, size);
        int place;
        while ((place = zip.AsSpan().IndexOf(truth)) >= 0)
            BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(place), stated);
    }

    private static void Some(Stream stream) => stream.Write("some"u8);

    private static void Zeros(Stream stream, int mebibytes)
    {
        var block = new byte[1024 * 1024];
        for (var index = 0; index < mebibytes; index++)
            stream.Write(block);
    }
}
