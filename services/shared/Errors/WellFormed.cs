using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Renovation.Shared.Errors;

/// <summary>Refuses values that proto lets through and that no handler can use: instants that do not exist, texts with a NUL that PostgreSQL does not store.</summary>
internal static class WellFormed
{
    // 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the range of google.protobuf.Timestamp.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <summary>Checks every field of a request, with those of the messages within it.</summary>
    /// <exception cref="DomainException">INVALID_TIME, INVALID_TEXT.</exception>
    public static void Check(IMessage request)
    {
        var found = new Validation();
        Visit(request, "", found);
        found.ThrowIfAny();
    }

    private static void Visit(IMessage message, string prefix, Validation found)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsMap || field.FieldType is not (FieldType.Message or FieldType.String))
                continue;
            var value = field.Accessor.GetValue(message);
            var path = prefix + field.Name;
            if (!field.IsRepeated)
            {
                Visit(value, path, found);
                continue;
            }

            var index = 0;
            foreach (var item in (System.Collections.IList)value)
                Visit(item, $"{path}[{index++}]", found);
        }
    }

    private static void Visit(object? value, string path, Validation found)
    {
        switch (value)
        {
            case string text:
                found.Check(!text.Contains('\0', StringComparison.Ordinal), path, "INVALID_TEXT", new("文本含有不允许的字符（NUL）。", "The text has a character that is not allowed (NUL)."));
                break;
            case Timestamp time:
                found.Check(
                    time is { Seconds: >= FirstSecond and <= LastSecond, Nanos: >= 0 and <= 999_999_999 }, path, "INVALID_TIME", new("时间不存在。", "There is no such instant."));
                break;
            case IMessage nested:
                Visit(nested, path + ".", found);
                break;
        }
    }
}
