using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks;

/// <summary>Opens a file of any taken kind, after every check that can be made without reading it.</summary>
internal static class WorkbookFile
{
    // Its configuration asks for a Windows code page even where none is used.
    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Opens the content for reading from its first sheet.</summary>
    /// <exception cref="DomainException">Invalid <c>file</c>: EMPTY_FILE, FILE_TOO_LARGE, ENCRYPTED_FILE, BROKEN_FILE, WRONG_KIND, ZIP_BOMB.</exception>
    public static IExcelDataReader Open(ReadOnlyMemory<byte> content)
    {
        if (content.Length > WorkbookLimits.FileBytes)
            throw FileErrors.TooLarge(content.Length);
        return Guard(() =>
        {
            switch (WorkbookContent.Detect(content))
            {
                case ContentKind.Empty:
                    throw FileErrors.Empty();
                case ContentKind.Encrypted:
                    throw FileErrors.Encrypted();
                case ContentKind.Xlsx:
                    ZipGuard.Check(WorkbookContent.Open(content));
                    return ExcelReaderFactory.CreateOpenXmlReader(WorkbookContent.Open(content));
                case ContentKind.Xls:
                    return ExcelReaderFactory.CreateBinaryReader(WorkbookContent.Open(content), new ExcelReaderConfiguration { FallbackEncoding = TextContent.Gb18030 });
                case ContentKind.Csv:
                    return OpenText(content);
                case var kind:
                    throw FileErrors.WrongKind(kind);
            }
        });
    }

    /// <summary>Runs a step of reading; whatever a damaged file makes the parsers throw becomes the refusal of the file.</summary>
    public static T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (InvalidPasswordException)
        {
            throw FileErrors.Encrypted();
        }
        catch (Exception error) when (error is not (DomainException or OperationCanceledException))
        {
            throw FileErrors.Broken();
        }
    }

    private static IExcelDataReader OpenText(ReadOnlyMemory<byte> content)
    {
        var encoding = TextContent.EncodingOf(content.Span)!;
        return ExcelReaderFactory.CreateCsvReader(WorkbookContent.Open(content), new ExcelReaderConfiguration
        {
            FallbackEncoding = encoding,
            AutodetectSeparators = [TextContent.SeparatorOf(content.Span, encoding)],
        });
    }
}
