using System.Xml;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Workbooks.Annotating;

/// <summary>Gives an uploaded workbook back with its wrong cells marked and commented.</summary>
public static class WorkbookAnnotator
{
    /// <summary>Marks every wrong cell in red, and says in a comment what is wrong with it.</summary>
    /// <param name="content">The file as it was uploaded: <c>.xlsx</c> stays what it is; of <c>.xls</c> and <c>.csv</c> the values are taken over.</param>
    /// <param name="layout">The layout by which it was read, whose name stands for the sheet of a <c>.csv</c>.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="language">Language of the comments.</param>
    /// <exception cref="DomainException">Invalid <c>file</c>, when it cannot be opened at all.</exception>
    public static byte[] Annotate(ReadOnlyMemory<byte> content, TableLayout layout, CellErrors errors, Language language)
    {
        var marks = errors.All.GroupBy(error => error.Sheet, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => SheetMarks.Of(group, language), StringComparer.Ordinal);
        if (WorkbookContent.Detect(content) == ContentKind.Xlsx)
        {
            try
            {
                return PackageMarks.Write(content, marks);
            }
            catch (Exception unusual) when (unusual is XmlException or InvalidDataException or InvalidOperationException or FormatException or KeyNotFoundException or NotSupportedException)
            {
                // A package that is not as Excel writes it: its values are taken over instead.
            }
        }

        return PackageMarks.Write(PlainCopy.Of(content, layout.Name), marks);
    }
}
