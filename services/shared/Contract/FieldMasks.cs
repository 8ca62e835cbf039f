using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Contract;

/// <summary>Applies field masks (AIP-134) over the plain fields of a resource.</summary>
public static class FieldMasks
{
    /// <summary>
    /// Gives <paramref name="current"/> with the masked fields taken from <paramref name="wanted"/>: what is masked and absent becomes absent. Without a mask,
    /// the fields that are set in <paramref name="wanted"/> are taken.
    /// </summary>
    /// <param name="updatable">Names of the fields that a mask may name; <c>*</c> stands for all of them.</param>
    /// <exception cref="DomainException">INVALID_UPDATE_MASK: the mask names another field.</exception>
    public static TMessage Apply<TMessage>(FieldMask? mask, TMessage wanted, TMessage current, params IReadOnlyCollection<string> updatable)
        where TMessage : class, IMessage<TMessage>
    {
        var merged = current.Clone();
        foreach (var name in Effective(mask, wanted, updatable))
        {
            var field = wanted.Descriptor.FindFieldByName(name);

            // FieldMask.Merge would turn an absent optional number into a zero.
            if (!IsSet(wanted, field))
                field.Accessor.Clear(merged);
            else if (field.IsRepeated)
                Replace((IList)field.Accessor.GetValue(merged), (IList)field.Accessor.GetValue(wanted));
            else
                field.Accessor.SetValue(merged, field.Accessor.GetValue(wanted));
        }

        return merged;
    }

    /// <summary>Says whether an update would touch a field.</summary>
    public static bool Touches<TMessage>(FieldMask? mask, TMessage wanted, string field)
        where TMessage : class, IMessage<TMessage> =>
        mask is null or { Paths.Count: 0 } ? IsSet(wanted, wanted.Descriptor.FindFieldByName(field)) : mask.Paths.Contains(field) || mask.Paths.Contains("*");

    private static void Replace(IList current, IList wanted)
    {
        current.Clear();
        foreach (var item in wanted)
            current.Add(item);
    }

    private static IEnumerable<string> Effective(FieldMask? mask, IMessage wanted, IReadOnlyCollection<string> updatable)
    {
        if (mask is null or { Paths.Count: 0 })
            return updatable.Where(name => IsSet(wanted, wanted.Descriptor.FindFieldByName(name)));
        if (mask.Paths.Contains("*"))
            return updatable;
        if (mask.Paths.FirstOrDefault(path => !updatable.Contains(path, StringComparer.Ordinal)) is { } other)
        {
            var fields = string.Join(", ", updatable);
            throw DomainException.Invalid("update_mask", "INVALID_UPDATE_MASK", new LocalText($"不能修改字段 {other}；可修改：{fields}。", $"{other} cannot be updated; these can: {fields}."));
        }

        return mask.Paths;
    }

    private static bool IsSet(IMessage message, FieldDescriptor field) =>
        field.HasPresence
            ? field.Accessor.HasValue(message)
            : field.Accessor.GetValue(message) switch
            {
                null or "" or false or 0 or 0L => false,
                System.Collections.IList list => list.Count > 0,
                System.Enum value => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) != 0,
                _ => true,
            };
}
