using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Renovation.Shared.Contract;

/// <summary>
/// Takes the field masks of REST as JSON writes them: <c>updateMask=physicalProgress</c> is the field <c>physical_progress</c>. Transcoding leaves the paths of a
/// query as they are, so that rules and handlers would look for a field of that name.
/// </summary>
internal sealed partial class MaskNames : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (request is IMessage message && message.Descriptor.FindFieldByName("update_mask")?.Accessor.GetValue(message) is FieldMask mask)
        {
            for (var index = 0; index < mask.Paths.Count; index++)
                mask.Paths[index] = Upper().Replace(mask.Paths[index], letter => $"_{letter.Value.ToLowerInvariant()}");
        }

        return continuation(request, context);
    }

    [GeneratedRegex("[A-Z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Upper();
}
