using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Permit steps (前期手续), in the order in which they are shown.</summary>
internal enum ProcedureKind
{
    Filing = 1,
    Eia = 2,
    Land = 3,
    Planning = 4,
    Energy = 5,
    Safety = 6,
    Construction = 7,
}

/// <summary>How far a permit step is.</summary>
internal enum ProcedureState
{
    NotRequired = 1,
    NotStarted = 2,
    InProgress = 3,
    Obtained = 4,
}

/// <summary>A permit step of a project; changed through its project only.</summary>
internal sealed class Procedure
{
    public Procedure(ProcedureKind kind) => Kind = kind;

    public ProcedureKind Kind { get; }

    public ProcedureState State { get; private set; } = ProcedureState.NotStarted;

    public string DocumentNumber { get; private set; } = "";

    public string Authority { get; private set; } = "";

    public DateOnly? DocumentDate { get; private set; }

    /// <summary>Names of the files that prove it.</summary>
    public IReadOnlyList<string> Attachments { get; private set; } = [];

    /// <summary>True when nothing keeps the project from going on for want of this step.</summary>
    public bool Settled => State is ProcedureState.Obtained or ProcedureState.NotRequired;

    /// <summary>True while nobody has stated anything about it.</summary>
    internal bool Untouched => State == ProcedureState.NotStarted && DocumentNumber.Length == 0 && Authority.Length == 0 && DocumentDate is null && Attachments.Count == 0;

    /// <summary>Rebuilds a step from storage.</summary>
    internal static Procedure Restore(ProcedureKind kind, ProcedureState state, string documentNumber, string authority, DateOnly? documentDate, IReadOnlyList<string> attachments) =>
        new(kind) { State = state, DocumentNumber = documentNumber, Authority = authority, DocumentDate = documentDate, Attachments = attachments };

    /// <summary>Sets the step as a person states it; OBTAINED needs number, authority and date (domain rule of the catalog).</summary>
    internal bool Set(ProcedureState state, string documentNumber, string authority, DateOnly? documentDate, DateOnly today)
    {
        var validation = new Validation();
        if (state == ProcedureState.Obtained)
        {
            validation.Check(documentNumber.Length > 0, "procedure.document_number", "REQUIRED", new LocalText("已取得的手续须填文号。", "An obtained procedure has a document number."));
            validation.Check(authority.Length > 0, "procedure.authority", "REQUIRED", new LocalText("已取得的手续须填批准机关。", "An obtained procedure has an authority."));
            validation.Check(documentDate is not null, "procedure.document_date", "REQUIRED", new LocalText("已取得的手续须填日期。", "An obtained procedure has a date."));
        }

        validation.Check(documentNumber.Length <= 100, "procedure.document_number", "LENGTH", new LocalText("文号不超过 100 字。", "The number has at most 100 characters."));
        validation.Check(authority.Length <= 100, "procedure.authority", "LENGTH", new LocalText("批准机关不超过 100 字。", "The authority has at most 100 characters."));
        validation.Check(documentDate is null || documentDate <= today, "procedure.document_date", "IN_FUTURE", new LocalText("批准日期不得晚于今天。", "The date is not in the future."));
        validation.ThrowIfAny();
        return Assign(state, documentNumber, authority, documentDate);
    }

    /// <summary>Takes a bare document number from a workbook, which states neither authority nor date; keeps what is known already.</summary>
    internal bool StateNumber(string documentNumber) =>
        !string.Equals(documentNumber, DocumentNumber, StringComparison.Ordinal) && Assign(ProcedureState.Obtained, documentNumber, "", null);

    /// <summary>Takes the files that prove it; whoever calls has attached them.</summary>
    internal bool Attach(IReadOnlyList<string> attachments)
    {
        if (Attachments.SequenceEqual(attachments, StringComparer.Ordinal))
            return false;
        Attachments = attachments;
        return true;
    }

    private bool Assign(ProcedureState state, string documentNumber, string authority, DateOnly? documentDate)
    {
        if ((State, DocumentNumber, Authority, DocumentDate) == (state, documentNumber, authority, documentDate))
            return false;
        (State, DocumentNumber, Authority, DocumentDate) = (state, documentNumber, authority, documentDate);
        return true;
    }
}
