using Google.Protobuf.Reflection;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.Gateway.Console;

/// <summary>A band of the rules while somebody types it.</summary>
internal sealed class TierRow
{
    /// <summary>From how much on, in 万元.</summary>
    public string From { get; set; } = "0";

    /// <summary>Share in percent.</summary>
    public string Percent { get; set; } = "";
}

/// <summary>A program and its rules while somebody types them.</summary>
internal sealed class ProgramForm
{
    private static readonly LocalText NoPercentage = new("应为百分数，最多两位小数。", "A percentage with at most two places.");

    /// <summary>The stages that rules may ask for, as the contract names them.</summary>
    public static IReadOnlyList<(string Name, LocalText Title)> Stages { get; } = [.. Enum.GetValues<Project.Types.Stage>().Skip(1).Select(stage => (NameOf(Project.Descriptor, nameof(Project.Types.Stage), (int)stage), ProjectTexts.Stage(stage)))];

    /// <summary>The procedures that rules may ask for, as the contract names them.</summary>
    public static IReadOnlyList<(string Name, LocalText Title)> Procedures { get; } = [.. Enum.GetValues<Procedure.Types.Kind>().Skip(1).Select(kind => (NameOf(Procedure.Descriptor, nameof(Procedure.Types.Kind), (int)kind), ProjectTexts.Procedure(kind)))];

    public string Title { get; set; } = "";

    public int Year { get; set; }

    public V1.Program.Types.Level Level { get; set; } = V1.Program.Types.Level.Municipal;

    public V1.Program.Types.Form Form { get; set; } = V1.Program.Types.Form.RewardSubsidy;

    public string SourceDocument { get; set; } = "";

    public ProgramRules.Types.Base Base { get; set; } = ProgramRules.Types.Base.EquipmentInvestment;

    public List<TierRow> Tiers { get; } = [new()];

    public string Cap { get; set; } = "";

    public string Floor { get; set; } = "";

    public HashSet<string> RequiredStages { get; } = new(StringComparer.Ordinal);

    public HashSet<string> RequiredProcedures { get; } = new(StringComparer.Ordinal);

    public ProgramRules.Types.PlanMembership Membership { get; set; }

    public int? CompletionYear { get; set; }

    public bool AboveScale { get; set; }

    public bool Stacking { get; set; }

    public string ValidFrom { get; set; } = "";

    public string ValidTo { get; set; } = "";

    public string InvoiceFrom { get; set; } = "";

    public string InvoiceTo { get; set; } = "";

    /// <summary>Begins with a program as it is.</summary>
    public static ProgramForm Of(V1.Program program)
    {
        var rules = program.Rules;
        var form = new ProgramForm
        {
            Title = program.Title,
            Year = program.Year,
            Level = program.Level,
            Form = program.Form,
            SourceDocument = rules.SourceDocument,
            Base = rules.Base,
            Cap = rules.CapYuan == 0 ? "" : Figures.ForInput(rules.CapYuan),
            Floor = rules.FloorYuan == 0 ? "" : Figures.ForInput(rules.FloorYuan),
            Membership = rules.PlanMembership,
            CompletionYear = rules.CompletionYear == 0 ? null : rules.CompletionYear,
            AboveScale = rules.AboveScaleRequired,
            Stacking = rules.StackingAllowed,
            ValidFrom = rules.ValidFromDate,
            ValidTo = rules.ValidToDate,
            InvoiceFrom = rules.InvoiceFromDate,
            InvoiceTo = rules.InvoiceToDate,
        };
        form.Tiers.Clear();
        form.Tiers.AddRange(rules.Tiers.Select(tier => new TierRow { From = Figures.ForInput(tier.FromYuan), Percent = Figures.PercentForInput(tier.RateBp) }));
        form.RequiredStages.UnionWith(rules.RequiredStages);
        form.RequiredProcedures.UnionWith(rules.RequiredProcedures);
        return form;
    }

    /// <summary>Reads the rules; gives what is wrong with a number, with the field that it is in, or null. Everything else the service judges.</summary>
    public LocalText? TryRead(out ProgramRules rules)
    {
        rules = new ProgramRules
        {
            SourceDocument = SourceDocument.Trim(),
            Base = Base,
            PlanMembership = Membership,
            CompletionYear = CompletionYear ?? 0,
            AboveScaleRequired = AboveScale,
            StackingAllowed = Stacking,
            ValidFromDate = ValidFrom.Trim(),
            ValidToDate = ValidTo.Trim(),
            InvoiceFromDate = InvoiceFrom.Trim(),
            InvoiceToDate = InvoiceTo.Trim(),
        };
        foreach (var tier in Tiers)
        {
            if (!Figures.TryReadWan(tier.From, out var from))
                return Within(new("分档起点", "A band begins at"), Figures.NoAmount);
            if (!Figures.TryReadPercent(tier.Percent, out var rate))
                return Within(new("分档比例", "Share of a band"), NoPercentage);
            rules.Tiers.Add(new ProgramRules.Types.Tier { FromYuan = from ?? 0, RateBp = rate ?? 0 });
        }

        if (!Figures.TryReadWan(Cap, out var cap))
            return Within(new("上限", "At most"), Figures.NoAmount);
        if (!Figures.TryReadWan(Floor, out var floor))
            return Within(new("下限", "At least"), Figures.NoAmount);
        (rules.CapYuan, rules.FloorYuan) = (cap ?? 0, floor ?? 0);
        rules.RequiredStages.AddRange(Stages.Select(stage => stage.Name).Where(RequiredStages.Contains));
        rules.RequiredProcedures.AddRange(Procedures.Select(step => step.Name).Where(RequiredProcedures.Contains));
        return null;
    }

    // Without the prefix of its kind, as rules have it.
    private static string NameOf(MessageDescriptor message, string type, int number) => message.EnumTypes.Single(values => values.Name == type).FindValueByNumber(number).Name[(type.Length + 1)..];

    private static LocalText Within(LocalText field, LocalText wrong) => new($"{field.Zh}：{wrong.Zh}", $"{field.En}: {wrong.En}");
}
