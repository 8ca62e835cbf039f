using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>Standings in the above-scale directory (规模以上名录库).</summary>
internal enum DirectoryState
{
    Unknown = 0,
    Listed = 1,
    NotListed = 2,
}

/// <summary>An owner of projects (企业).</summary>
internal sealed class Enterprise : Aggregate
{
    private Enterprise(string uscc, string title, string unit)
    {
        Uscc = uscc;
        Title = title;
        Unit = unit;
    }

    public string Uscc { get; }

    public string Title { get; private set; }

    public string Unit { get; private set; }

    public DirectoryState DirectoryState { get; private set; }

    public string NotListedReason { get; private set; } = "";

    public override string ResourceName => $"enterprises/{Uscc}";

    public static Enterprise Create(string uscc, string title, string unit, DirectoryState directoryState, string notListedReason)
    {
        var validation = new Validation();
        validation.Check(UnifiedSocialCreditCode.IsValid(uscc), "enterprise_id", "USCC_CHECKSUM", new LocalText($"统一社会信用代码 {uscc} 校验不通过。", $"{uscc} is not a unified social credit code: its check character does not fit."));
        Validate(validation, title, directoryState, notListedReason);
        validation.ThrowIfAny();
        var enterprise = new Enterprise(uscc, title, unit) { DirectoryState = directoryState, NotListedReason = notListedReason };
        enterprise.Changed("CREATED");
        return enterprise;
    }

    /// <summary>Changes the facts; says whether anything differs.</summary>
    public bool Update(string title, string unit, DirectoryState directoryState, string notListedReason)
    {
        var validation = new Validation();
        Validate(validation, title, directoryState, notListedReason);
        validation.ThrowIfAny();
        if ((Title, Unit, DirectoryState, NotListedReason) == (title, unit, directoryState, notListedReason))
            return false;
        (Title, Unit, DirectoryState, NotListedReason) = (title, unit, directoryState, notListedReason);
        Changed("UPDATED");
        return true;
    }

    private static void Validate(Validation validation, string title, DirectoryState state, string reason)
    {
        validation.Check(title.Length is >= 1 and <= 200, "enterprise.title", "LENGTH", new LocalText("企业名称须为 1–200 字。", "The title has 1–200 characters."));
        validation.Check(reason.Length <= 500, "enterprise.not_listed_reason", "LENGTH", new LocalText("未入库原因不超过 500 字。", "The reason has at most 500 characters."));
        validation.Check(reason.Length == 0 || state != DirectoryState.Listed, "enterprise.not_listed_reason", "CONTRADICTION", new LocalText("已在库的企业不应填写未入库原因。", "A listed enterprise has no reason for not being listed."));
    }
}
