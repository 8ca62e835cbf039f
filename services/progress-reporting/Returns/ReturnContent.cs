using System.Security.Cryptography;
using System.Text;
using Google.Api;
using Google.Protobuf;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>What a unit states in a return, apart from everything that the system knows of it.</summary>
internal static class ReturnContent
{
    // What became of a candidate is not the unit's.
    private static readonly string[] Stated =
        [.. V1.Candidate.Descriptor.Fields.InFieldNumberOrder().Where(field => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior).Contains(FieldBehavior.OutputOnly) != true).Select(field => field.Name)];

    /// <summary>Gives the SHA-256 of the proto JSON of a return with its name, head, candidates and cells only: lower-case hex.</summary>
    public static string HashOf(Return filed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(Of(ReturnMapping.ToProto(filed, filed.Lines))))));

    /// <summary>Gives a return with its name, head, candidates and cells only.</summary>
    public static V1.Return Of(V1.Return filed)
    {
        var content = Only(filed, ["name", "nil", .. ReturnHead.Fields]);
        content.Candidates.Add(filed.Candidates.Select(candidate => Only(candidate, Stated)));
        content.Lines.Add(filed.Lines.Select(line => Only(line, ["name", .. LineEntry.Fields])));
        return content;
    }

    private static TMessage Only<TMessage>(TMessage message, IReadOnlyCollection<string> fields)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var kept = new TMessage();
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => fields.Contains(field.Name, StringComparer.Ordinal) && (!field.HasPresence || field.Accessor.HasValue(message))))
            field.Accessor.SetValue(kept, field.Accessor.GetValue(message));
        return kept;
    }
}
