using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>A renovation project of one enterprise (技改项目).</summary>
internal sealed partial class Project : Aggregate
{
    private List<Procedure> _procedures = [];

    // For storage, which fills in the rest.
    private Project(string id, string enterprise, string enterpriseTitle, string unit, string titleKey)
    {
        Id = id;
        Enterprise = enterprise;
        EnterpriseTitle = enterpriseTitle;
        Unit = unit;
        TitleKey = titleKey;
        Facts = null!;
    }

    public string Id { get; }

    public string Enterprise { get; private set; }

    /// <summary>Title of the owner; follows its renaming, so that every reader of the project has it.</summary>
    public string EnterpriseTitle { get; private set; }

    /// <summary>Titles that the owner had before, one a line: under them the project is still found.</summary>
    public string EnterpriseFormerTitles { get; private set; } = "";

    public string Unit { get; private set; }

    public ProjectFacts Facts { get; private set; }

    /// <summary>The title with width and spaces folded: one enterprise has one project of a key.</summary>
    public string TitleKey { get; private set; }

    /// <summary>What a search looks at, see <see cref="SearchText"/>.</summary>
    public string Search { get; private set; } = "";

    public IReadOnlyList<Procedure> Procedures => _procedures;

    /// <summary>Kinds of permit steps that are not settled, a bit for each: what is missing before the project can start.</summary>
    public int MissingProcedures { get; private set; }

    public override string ResourceName => $"projects/{Id}";

    public static Project Create(string id, Owner owner, string unit, ProjectFacts facts)
    {
        Validated(facts);
        var project = new Project(id, owner.Uscc, owner.Title, unit, TextFolding.Key(facts.Title)) { Facts = facts, EnterpriseFormerTitles = owner.FormerTitles };
        project._procedures.AddRange(Enum.GetValues<ProcedureKind>().Select(kind => new Procedure(kind)));
        project.Index();
        project.Changed("CREATED");
        return project;
    }

    /// <summary>Changes the facts; says whether anything differs.</summary>
    public bool Update(ProjectFacts facts)
    {
        Validated(facts);
        if (Facts == facts)
            return false;
        Facts = facts;
        TitleKey = TextFolding.Key(facts.Title);
        Index();
        Changed("UPDATED");
        return true;
    }

    /// <summary>Follows the renaming of its owner; says whether anything differs.</summary>
    public bool Follow(Owner owner)
    {
        if ((EnterpriseTitle, EnterpriseFormerTitles) == (owner.Title, owner.FormerTitles))
            return false;
        Take(owner);
        Changed("ENTERPRISE_RENAMED");
        return true;
    }

    /// <summary>Goes over to the enterprise into which its owner was merged.</summary>
    public void MoveTo(Owner owner, string reason)
    {
        Take(owner);
        Changed("ENTERPRISE_MERGED", reason);
    }

    /// <summary>Goes over to another reporting unit.</summary>
    /// <exception cref="DomainException">SAME_UNIT; REQUIRED, LENGTH of the reason.</exception>
    public void Transfer(string unit, string reason)
    {
        Reasons.Require(reason);
        if (Unit == unit)
            throw DomainException.WrongState("SAME_UNIT", ResourceName, new LocalText("项目已属于该单位。", "The project belongs to the unit already."));
        Unit = unit;
        Changed("TRANSFERRED", reason);
    }

    public bool SetProcedure(ProcedureKind kind, ProcedureState state, string documentNumber, string authority, DateOnly? documentDate, IReadOnlyList<string> attachments, DateOnly today)
    {
        var procedure = Of(kind);
        return Noted(procedure.Set(state, documentNumber, authority, documentDate, today) | procedure.Attach(attachments));
    }

    public bool StateProcedureNumber(ProcedureKind kind, string documentNumber) => Noted(Of(kind).StateNumber(documentNumber));

    private Procedure Of(ProcedureKind kind) => _procedures.Single(procedure => procedure.Kind == kind);

    private bool Noted(bool changed)
    {
        if (changed)
        {
            Index();
            Changed("PROCEDURE_UPDATED");
        }

        return changed;
    }

    private void Take(Owner owner)
    {
        (Enterprise, EnterpriseTitle, EnterpriseFormerTitles) = (owner.Uscc, owner.Title, owner.FormerTitles);
        Index();
    }

    /// <summary>Computes what searches and filters look at; also for rows of before they did.</summary>
    internal void Index()
    {
        MissingProcedures = ProcedureKinds.Missing(_procedures);
        Search = SearchText.Of([Facts.Title, EnterpriseTitle, Enterprise, .. EnterpriseFormerTitles.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static void Validated(ProjectFacts facts)
    {
        var validation = new Validation();
        facts.Validate(validation);
        validation.ThrowIfAny();
    }
}

/// <summary>The owner of a project as the project shows it.</summary>
/// <param name="Uscc">Its unified social credit code.</param>
/// <param name="Title">Its title.</param>
/// <param name="FormerTitles">Titles that it had before, one a line.</param>
internal sealed record Owner(string Uscc, string Title, string FormerTitles);
