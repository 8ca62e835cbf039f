using Google.Protobuf.WellKnownTypes;
using Renovation.ProjectCatalog.Plans;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>What a list of projects is narrowed to, besides what its caller may see; null or empty narrows nothing.</summary>
internal sealed record ProjectFilter
{
    private const int LongestText = 100;

    public string Enterprise { get; init; } = "";

    public Stage? Stage { get; init; }

    public Membership? Membership { get; init; }

    public string IndustryCode { get; init; } = "";

    public DateTime? ChangedSince { get; init; }

    /// <summary>Words that must stand in the project, each as its tokens in <see cref="SearchText"/>.</summary>
    public IReadOnlyList<string[]> Words { get; init; } = [];

    public long LeastInvestmentYuan { get; init; }

    public long? MostInvestmentYuan { get; init; }

    /// <summary>Permit steps of which one at least is missing, a bit for each.</summary>
    public int MissingProcedures { get; init; }

    public int? PlanYear { get; init; }

    public Nature? Nature { get; init; }

    public bool WithdrawalProposed { get; init; }

    /// <summary>Reads the filters of a list.</summary>
    /// <exception cref="DomainException">Invalid: names every filter that makes no sense.</exception>
    public static ProjectFilter Of(V1.ListProjectsRequest request) => Checked(
        request.Enterprise, request.Stage, request.Membership, request.IndustryCode, request.ChangedSince, request.Text, request.MinTotalInvestmentYuan,
        request.MaxTotalInvestmentYuan, request.MissingProcedures, request.PlanYear, request.Nature, request.WithdrawalProposed);

    /// <summary>Reads the filters of a count.</summary>
    /// <exception cref="DomainException">Invalid: names every filter that makes no sense.</exception>
    public static ProjectFilter Of(V1.CountProjectsRequest request) => Checked(
        request.Enterprise, request.Stage, request.Membership, request.IndustryCode, request.ChangedSince, request.Text, request.MinTotalInvestmentYuan,
        request.MaxTotalInvestmentYuan, request.MissingProcedures, request.PlanYear, request.Nature, request.WithdrawalProposed);

    private static ProjectFilter Checked(
        string enterprise,
        V1.Project.Types.Stage stage,
        V1.Project.Types.Membership membership,
        string industryCode,
        Timestamp? changedSince,
        string text,
        long least,
        long most,
        IEnumerable<V1.Procedure.Types.Kind> missing,
        int planYear,
        V1.PlanEntry.Types.Nature nature,
        bool withdrawalProposed)
    {
        var words = SearchText.Words(text);
        var validation = new Validation();
        validation.Check(text.Length <= LongestText, "text", "LENGTH", new LocalText($"检索词不超过 {LongestText} 字。", $"The text has at most {LongestText} characters."));
        validation.Check(text.Length == 0 || words.Count > 0, "text", "NO_LETTERS", new LocalText("检索词须含文字或数字。", "The text has a letter or a digit."));
        validation.Check(least >= 0, "min_total_investment_yuan", "NEGATIVE_AMOUNT", new LocalText("金额不能为负。", "The amount is not negative."));
        validation.Check(most >= 0, "max_total_investment_yuan", "NEGATIVE_AMOUNT", new LocalText("金额不能为负。", "The amount is not negative."));
        validation.Check(most == 0 || least <= most, "max_total_investment_yuan", "EMPTY_RANGE", new LocalText("上限低于下限。", "The upper bound is below the lower one."));
        validation.Check(nature == V1.PlanEntry.Types.Nature.Unspecified || planYear != 0, "plan_year", "REQUIRED", new LocalText("按建设性质筛选须指定计划年度。", "The nature is that of a plan: its year is required."));
        validation.ThrowIfAny();
        return new ProjectFilter
        {
            Enterprise = enterprise,
            Stage = stage == V1.Project.Types.Stage.Unspecified ? null : (Stage)stage,
            Membership = membership == V1.Project.Types.Membership.Unspecified ? null : (Membership)membership,
            IndustryCode = industryCode,
            ChangedSince = changedSince?.ToDateTime(),
            Words = words,
            LeastInvestmentYuan = least,
            MostInvestmentYuan = most == 0 ? null : most,
            MissingProcedures = missing.Select(kind => (ProcedureKind)kind).Where(ProcedureKinds.All.Contains).Distinct().Sum(ProcedureKinds.Bit),
            PlanYear = planYear == 0 ? null : planYear,
            Nature = nature == V1.PlanEntry.Types.Nature.Unspecified ? null : (Nature)nature,
            WithdrawalProposed = withdrawalProposed,
        };
    }
}
