using System.Security.Cryptography;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Idempotency;

/// <summary>Reads the request id (AIP-155) of any request.</summary>
internal static class RequestIds
{
    /// <summary>Gives the id of <paramref name="request"/>; null when it has none, or only asks whether it would be accepted.</summary>
    /// <exception cref="DomainException">INVALID_REQUEST_ID: it is no UUID; REQUIRED: the request must have one.</exception>
    public static Guid? Read(IMessage request)
    {
        var field = request.Descriptor.FindFieldByName("request_id");
        if (field is not { FieldType: FieldType.String, IsRepeated: false } || IsTrial(request))
            return null;
        var text = (string)field.Accessor.GetValue(request);
        if (text.Length == 0)
        {
            return field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true
                ? throw DomainException.Invalid("request_id", "REQUIRED", new("必须提供 request_id。", "A request_id is required."))
                : null;
        }

        return Guid.TryParseExact(text, "D", out var id)
            ? id
            : throw DomainException.Invalid("request_id", "INVALID_REQUEST_ID", new("request_id 不是有效的 UUID。", "The request_id is not a UUID."));
    }

    /// <summary>Gives the SHA-256 of a request, without a second copy of the workbook in it.</summary>
    public static byte[] HashOf(IMessage request)
    {
        using var sha = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
            request.WriteTo(stream);
        return sha.Hash!;
    }

    private static bool IsTrial(IMessage request) =>
        request.Descriptor.FindFieldByName("validate_only") is { FieldType: FieldType.Bool } field && (bool)field.Accessor.GetValue(request);
}
