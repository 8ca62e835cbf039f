using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Code = Google.Rpc.Code;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>A call that was refused, read from the error model of either transport.</summary>
internal sealed class Refusal(Code code, string reason, string message, IReadOnlyList<BadRequest.Types.FieldViolation> violations)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{code} {reason}: {message} {string.Join("; ", violations.Select(violation => $"{violation.Field} {violation.Reason} {violation.Description}"))}"))
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true).WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public Code Code { get; } = code;

    public string Reason { get; } = reason;

    public IReadOnlyList<BadRequest.Types.FieldViolation> Violations { get; } = violations;

    public static Refusal From(RpcException failure) =>
        failure.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes
            ? From(Google.Rpc.Status.Parser.ParseFrom(bytes))
            : new Refusal((Code)failure.StatusCode, "", failure.Status.Detail, []);

    public static Refusal FromJson(int httpStatus, string body)
    {
        try
        {
            return From(Parser.Parse<Google.Rpc.Status>(body));
        }
        catch (Exception broken) when (broken is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new InvalidOperationException($"HTTP {httpStatus.ToString(CultureInfo.InvariantCulture)} outside of the error model: {body}", broken);
        }
    }

    private static Refusal From(Google.Rpc.Status status) => new(
        (Code)status.Code,
        status.Details.Where(any => any.Is(ErrorInfo.Descriptor)).Select(any => any.Unpack<ErrorInfo>().Reason).FirstOrDefault() ?? "",
        status.Message,
        status.Details.Where(any => any.Is(BadRequest.Descriptor)).SelectMany(any => any.Unpack<BadRequest>().FieldViolations).ToList());
}
