using Renovation.Protos.Workbooks.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Workbooks;

namespace Renovation.Shared.Contract;

/// <summary>Tells over the contract how workbooks are understood.</summary>
public static class WorkbookPreviews
{
    /// <summary>Tells how a file would be understood.</summary>
    /// <exception cref="DomainException">There is no table in it, or it cannot be read.</exception>
    public static WorkbookPreview Of(ReadOnlyMemory<byte> file, TableLayout layout, WorkbookMapping? mapping, CancellationToken cancellationToken) =>
        Of(TableReader.Preview(file, layout, MappingOf(mapping, layout), cancellationToken), layout);

    /// <summary>Tells how a file was understood.</summary>
    public static WorkbookPreview Of(TablePreview preview, TableLayout layout)
    {
        var found = preview.Columns.Where(column => column.Means is not null).ToDictionary(column => column.Means!.Key, column => CellName.Letters(column.Number), StringComparer.Ordinal);
        return new WorkbookPreview
        {
            Sheet = preview.Sheet,
            FirstHeaderRow = preview.FirstHeaderRow,
            LastHeaderRow = preview.LastHeaderRow,
            Title = preview.Title,
            MoneyUnit = MoneyUnits.Name(preview.Unit),
            RowCount = preview.RowCount,
            Columns = { preview.Columns.Select(ToProto) },
            Fields =
            {
                layout.Columns.Select(column => new WorkbookPreview.Types.Field { Field_ = column.Key, Title = column.Title, Required = column.IsRequired, Letters = found.GetValueOrDefault(column.Key, "") }),
            },
            Missing = { preview.Missing.Select(column => column.Title) },
            Duplicates = { preview.Duplicates.Select(CellName.Letters) },
        };
    }

    /// <summary>Reads what a caller says about the columns.</summary>
    /// <exception cref="DomainException">Something of it cannot be read.</exception>
    public static TableMapping MappingOf(WorkbookMapping? mapping, TableLayout layout) =>
        mapping is null ? TableMapping.None : TableMapping.Read(mapping.Sheet, mapping.HeaderRow, mapping.Columns, layout, "mapping");

    private static WorkbookPreview.Types.Column ToProto(ColumnPreview column) => new()
    {
        Letters = CellName.Letters(column.Number),
        Header = column.Header,
        Field = column.Means?.Key ?? "",
        Title = column.Means?.Title ?? "",
        Mapped = column.IsMapped,
        Samples = { column.Samples },
    };
}
