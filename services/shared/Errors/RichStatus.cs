using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Renovation.Shared.Errors;

/// <summary>Turns a refusal into the error model of the API: a status with ErrorInfo and what else the kind brings.</summary>
public static class RichStatus
{
    /// <summary>Domain of every ErrorInfo.</summary>
    public const string Domain = "renovation";

    // gRPC carries details in trailers, which clients cap at 8–16 KiB, base64 included.
    private const int TrailerBudget = 5 * 1024;

    /// <summary>Returns the status code of a kind.</summary>
    public static StatusCode CodeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid or ErrorKind.TooLarge => StatusCode.InvalidArgument,
        ErrorKind.NotFound => StatusCode.NotFound,
        ErrorKind.Conflict => StatusCode.AlreadyExists,
        ErrorKind.StaleEtag => StatusCode.Aborted,
        ErrorKind.WrongState => StatusCode.FailedPrecondition,
        ErrorKind.Denied => StatusCode.PermissionDenied,
        ErrorKind.Unauthenticated => StatusCode.Unauthenticated,
        ErrorKind.Busy => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };

    /// <summary>Builds the status of a refusal.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="language">Language of the texts.</param>
    /// <param name="inTrailers">True when the details travel in trailers: a long list of fields is then cut and its end says by how much.</param>
    public static Google.Rpc.Status Build(DomainException error, Language language, bool inTrailers)
    {
        var status = new Google.Rpc.Status { Code = (int)CodeOf(error.Kind), Message = error.Text.In(language) };
        var info = new ErrorInfo { Domain = Domain, Reason = error.Reason };
        info.Metadata.Add(error.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));
        if (error.Subject.Length > 0)
            info.Metadata["resource"] = error.Subject;
        status.Details.Add(Any.Pack(info));
        if (error.Fields.Count > 0)
            status.Details.Add(Any.Pack(Fields(error.Fields, language, inTrailers)));
        if (error.Kind == ErrorKind.WrongState)
            status.Details.Add(Any.Pack(new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = error.Reason, Subject = error.Subject, Description = error.Text.In(language) } } }));
        if (error.RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = language == Language.English ? "en" : "zh-CN", Message = error.Text.In(language) }));
        return status;
    }

    private static BadRequest Fields(IReadOnlyList<FieldError> errors, Language language, bool inTrailers)
    {
        var answer = new BadRequest();
        var size = 0;
        foreach (var error in errors)
        {
            var violation = new BadRequest.Types.FieldViolation { Field = error.Field, Reason = error.Reason, Description = error.Message.In(language) };
            size += violation.CalculateSize() + 4;
            if (inTrailers && size > TrailerBudget && answer.FieldViolations.Count > 0)
            {
                answer.FieldViolations.Add(TooMany(errors.Count - answer.FieldViolations.Count, language));
                return answer;
            }

            answer.FieldViolations.Add(violation);
        }

        return answer;
    }

    private static BadRequest.Types.FieldViolation TooMany(int rest, Language language) => new()
    {
        Field = "",
        Reason = "TOO_MANY_ERRORS",
        Description = new LocalText($"另有 {rest} 处错误未列出。", $"{rest} more are not listed.").In(language),
    };
}
