using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Programs;

/// <summary>What an update changes; null is left as it is.</summary>
internal sealed record ProgramChanges(string? Title, ProgramRules? Rules)
{
    private const string TitleField = "title";
    private const string RulesField = "rules";

    /// <summary>Reads the mask: without one, the fields that are set.</summary>
    /// <exception cref="DomainException">INVALID_UPDATE_MASK: the mask names another field.</exception>
    public static ProgramChanges Of(FieldMask? mask, V1.Program wanted)
    {
        List<string> fields = mask is null or { Paths.Count: 0 }
            ? [.. new[] { wanted.Title.Length > 0 ? TitleField : null, wanted.Rules is not null ? RulesField : null }.OfType<string>()]
            : mask.Paths.Contains("*") ? [TitleField, RulesField] : [.. mask.Paths];
        if (fields.Find(field => field is not (TitleField or RulesField)) is { } other)
            throw DomainException.Invalid("update_mask", "INVALID_UPDATE_MASK", new LocalText($"不能修改字段 {other}；可修改：title, rules。", $"{other} cannot be updated; these can: title, rules."));
        return new ProgramChanges(fields.Contains(TitleField) ? wanted.Title.Trim() : null, fields.Contains(RulesField) ? ProgramMapping.ToRules(wanted.Rules, ProgramRules.Field) : null);
    }
}
