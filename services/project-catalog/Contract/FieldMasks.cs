using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Contract;

/// <summary>Applies field masks (AIP-134).</summary>
internal static class FieldMasks
{
    private static readonly FieldMask.MergeOptions Replace = new() { ReplaceMessageFields = true, ReplacePrimitiveFields = true, ReplaceRepeatedFields = true };

    /// <summary>Gives <paramref name="current"/> with the masked fields taken from <paramref name="wanted"/>; without a mask, those that are set in it.</summary>
    /// <param name="updatable">Names of the fields that a mask may name; <c>*</c> stands for all of them.</param>
    /// <exception cref="DomainException">INVALID_UPDATE_MASK: the mask names another field.</exception>
    public static TMessage Apply<TMessage>(FieldMask? mask, TMessage wanted, TMessage current, params string[] updatable)
        where TMessage : class, IMessage<TMessage>
    {
        var merged = current.Clone();
        Effective(mask, wanted, updatable).Merge(wanted, merged, Replace);
        return merged;
    }

    /// <summary>Says whether an update would touch a field.</summary>
    public static bool Touches<TMessage>(FieldMask? mask, TMessage wanted, string field)
        where TMessage : class, IMessage<TMessage> =>
        mask is null or { Paths.Count: 0 } ? IsSet(wanted, field) : mask.Paths.Contains(field) || mask.Paths.Contains("*");

    private static FieldMask Effective(FieldMask? mask, IMessage wanted, string[] updatable)
    {
        if (mask is null or { Paths.Count: 0 })
            return new FieldMask { Paths = { updatable.Where(field => IsSet(wanted, field)) } };
        if (mask.Paths.Contains("*"))
            return new FieldMask { Paths = { updatable } };
        if (mask.Paths.FirstOrDefault(path => !updatable.Contains(path, StringComparer.Ordinal)) is { } other)
        {
            var fields = string.Join(", ", updatable);
            throw DomainException.Invalid("update_mask", "INVALID_UPDATE_MASK", new LocalText($"不能修改字段 {other}；可修改：{fields}。", $"{other} cannot be updated; these can: {fields}."));
        }

        return mask;
    }

    private static bool IsSet(IMessage message, string name)
    {
        var field = message.Descriptor.FindFieldByName(name);
        return field.Accessor.GetValue(message) switch
        {
            null or "" or false or 0 or 0L => false,
            System.Collections.IList list => list.Count > 0,
            System.Enum value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) != 0,
            _ => true,
        };
    }
}
