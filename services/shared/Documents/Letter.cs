namespace Renovation.Shared.Documents;

/// <summary>An official document of a Chinese authority (公文) in the layout of GB/T 9704-2012.</summary>
/// <param name="Title">Title, centred, e.g. <c>关于下达2017年技术改造重点项目计划的通知</c>.</param>
/// <param name="DocumentNumber">Number, e.g. <c>市工信发〔2017〕119号</c>; empty for a draft.</param>
/// <param name="Addressees">To whom it is sent, in their order; empty for nobody in particular.</param>
/// <param name="Paragraphs">The text.</param>
/// <param name="Signer">Title of the authority that signs; empty for none.</param>
/// <param name="Date">Day of the document; null for a draft.</param>
public sealed record Letter(string Title, string DocumentNumber, IReadOnlyList<string> Addressees, IReadOnlyList<Paragraph> Paragraphs, string Signer, DateOnly? Date)
{
    /// <summary>Tables that follow on pages of their own, 附件1 first.</summary>
    public IReadOnlyList<Annex> Annexes { get; init; } = [];
}

/// <summary>A paragraph of a letter.</summary>
/// <param name="Text">The text without the indent.</param>
/// <param name="Heading">What stands before it in the type of a heading, e.g. <c>一、计划规模。</c>; empty for none.</param>
public sealed record Paragraph(string Text, string Heading = "");

/// <summary>A table that a letter encloses, on landscape pages with a repeated header.</summary>
/// <param name="Title">Title above the table.</param>
/// <param name="Note">What stands at the right above the table, e.g. <c>单位：万元</c>; empty for nothing.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows.</param>
public sealed record Annex(string Title, string Note, IReadOnlyList<AnnexColumn> Columns, IReadOnlyList<AnnexRow> Rows);

/// <summary>A column of an annex.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Width">Its share of the width.</param>
/// <param name="Place">Where its texts stand.</param>
public sealed record AnnexColumn(string Header, int Width, CellPlace Place = CellPlace.Left);

/// <summary>Where the text of a cell stands.</summary>
public enum CellPlace
{
    /// <summary>At the left.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>At the right.</summary>
    Right,
}

/// <summary>A row of an annex.</summary>
/// <param name="Cells">A text for each column; a single one fills a row across, as a section does.</param>
/// <param name="IsBold">Whether it is a section or a sum.</param>
public sealed record AnnexRow(IReadOnlyList<string> Cells, bool IsBold = false);
