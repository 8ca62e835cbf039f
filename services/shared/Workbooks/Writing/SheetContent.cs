using System.Buffers;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>A sheet to write: title, unit, fields, header, rows. Rows are written as they come and are not kept.</summary>
public abstract class SheetContent
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("[]:*?/\\'");

    private protected SheetContent(string name, string title)
    {
        if (name.Length is 0 or > 31 || name.AsSpan().ContainsAny(NotInNames))
            throw new ArgumentException($"Excel does not take {name} for the name of a sheet.", nameof(name));
        (Name, Title) = (name, title);
    }

    /// <summary>Name of the sheet, at most 31 characters.</summary>
    public string Name { get; }

    /// <summary>Title in the first row; empty for none.</summary>
    public string Title { get; }

    /// <summary>Unit in which money is written; stated above the header as 单位：万元. Default 万元.</summary>
    public MoneyUnit Unit { get; init; } = MoneyUnit.TenThousandYuan;

    /// <summary>Whether the unit is stated above the header. Default true.</summary>
    public bool StatesUnit { get; init; } = true;

    /// <summary>Rows of fields between title and header.</summary>
    public IReadOnlyList<IReadOnlyList<HeadCell>> Head { get; init; } = [];

    /// <summary>Rows of fields below the table, e.g. 填报人.</summary>
    public IReadOnlyList<IReadOnlyList<HeadCell>> Foot { get; init; } = [];

    /// <summary>Notes below the table, a row each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Columns that stay in sight when scrolling sideways. Default none.</summary>
    public int FrozenColumns { get; init; }

    /// <summary>Paper. Default A3.</summary>
    public Paper Paper { get; init; } = Paper.A3;

    /// <summary>True when only input cells can be changed (without password: it guards against slips). Default false.</summary>
    public bool IsProtected { get; init; }

    /// <summary>First and last row of the header, which a printer repeats on each page; from 1.</summary>
    internal (int First, int Last) HeaderRows
    {
        get
        {
            var before = (Title.Length > 0 ? 1 : 0) + (StatesUnit ? 1 : 0) + Head.Count;
            return (before + 1, before + HeaderHeight);
        }
    }

    private protected abstract int HeaderHeight { get; }

    internal abstract void Write(SheetWriter writer);

    internal abstract Task WriteAsync(SheetWriter writer, CancellationToken cancellationToken);
}

/// <summary>A sheet with columns and rows.</summary>
/// <typeparam name="T">What a row of data shows.</typeparam>
public sealed class SheetContent<T> : SheetContent
{
    private readonly IEnumerable<SheetRow<T>>? _rows;
    private readonly IAsyncEnumerable<SheetRow<T>>? _stream;

    /// <summary>Declares a sheet.</summary>
    /// <exception cref="ArgumentException">When Excel would not take the name.</exception>
    public SheetContent(string name, string title, IReadOnlyList<SheetColumn<T>> columns, IEnumerable<SheetRow<T>> rows)
        : base(name, title)
    {
        (Columns, _rows) = (columns, rows);
    }

    /// <summary>Declares a sheet whose rows come in time, e.g. from a database; only <see cref="WorkbookWriter.WriteAsync"/> writes it.</summary>
    /// <exception cref="ArgumentException">When Excel would not take the name.</exception>
    public SheetContent(string name, string title, IReadOnlyList<SheetColumn<T>> columns, IAsyncEnumerable<SheetRow<T>> rows)
        : base(name, title)
    {
        (Columns, _stream) = (columns, rows);
    }

    /// <summary>The columns from left to right.</summary>
    public IReadOnlyList<SheetColumn<T>> Columns { get; }

    private protected override int HeaderHeight => Columns.Max(column => column.Header.Split('|').Length);

    internal override void Write(SheetWriter writer) =>
        new TableWriter<T>(this, writer).Write(_rows ?? throw new InvalidOperationException($"The rows of {Name} come in time: use WriteAsync."));

    internal override Task WriteAsync(SheetWriter writer, CancellationToken cancellationToken)
    {
        if (_stream is not null)
            return new TableWriter<T>(this, writer).WriteAsync(_stream, cancellationToken);
        Write(writer);
        return Task.CompletedTask;
    }
}
