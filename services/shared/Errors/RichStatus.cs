using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Renovation.Shared.Errors;

/// <summary>Turns a refusal into the error model of the API: a status with ErrorInfo and what else the kind brings.</summary>
public static class RichStatus
{
    /// <summary>Domain of every ErrorInfo.</summary>
    public const string Domain = "renovation";

    // gRPC carries details in trailers, which clients cap at 8–16 KiB, base64 included.
    private const int TrailerBudget = 4 * 1024;

    // Texts may quote what the caller sent, of any length; a message in a trailer takes nine bytes for a Chinese character.
    private const int LongestText = 200;

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
        ErrorKind.TooMany => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };

    /// <summary>Returns the HTTP status of a kind, the same that the transcoding of gRPC makes of its code.</summary>
    public static int HttpStatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict or ErrorKind.StaleEtag => StatusCodes.Status409Conflict,
        ErrorKind.Denied => StatusCodes.Status403Forbidden,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Busy => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>Builds the status of a refusal.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="language">Language of the texts.</param>
    /// <param name="inTrailers">True when the details travel in trailers: a long list of fields is then cut and its end says by how much.</param>
    public static Google.Rpc.Status Build(DomainException error, Language language, bool inTrailers)
    {
        var text = Shorten(error.Text.In(language));
        var status = new Google.Rpc.Status { Code = (int)CodeOf(error.Kind), Message = text };
        var info = new ErrorInfo { Domain = Domain, Reason = error.Reason };
        info.Metadata.Add(error.Metadata.ToDictionary(pair => pair.Key, pair => Shorten(pair.Value), StringComparer.Ordinal));
        if (error.Subject.Length > 0)
            info.Metadata["resource"] = Shorten(error.Subject);
        status.Details.Add(Any.Pack(info));
        if (error is { Kind: not ErrorKind.WrongState, Fields.Count: > 0 })
            status.Details.Add(Any.Pack(Fields(error.Fields, language, inTrailers)));
        if (error.Kind == ErrorKind.WrongState)
            status.Details.Add(Any.Pack(Preconditions(error, text, language)));
        if (error.RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        status.Details.Add(Any.Pack(Localized(text, language)));
        return status;
    }

    /// <summary>Builds the status of a failure nobody foresaw: no text of it leaves the house, the trace id finds it in the log.</summary>
    public static Google.Rpc.Status Internal(string traceId, Language language)
    {
        var text = new LocalText("服务器内部错误，请联系管理员并提供跟踪编号。", "Something failed inside; give the trace id to the administrator.").In(language);
        var info = new ErrorInfo { Domain = Domain, Reason = "INTERNAL", Metadata = { ["trace_id"] = traceId } };
        return new Google.Rpc.Status { Code = (int)StatusCode.Internal, Message = text, Details = { Any.Pack(info), Any.Pack(Localized(text, language)) } };
    }

    internal static LocalizedMessage Localized(string text, Language language) => new() { Locale = language == Language.English ? "en" : "zh-CN", Message = text };

    private static string Shorten(string text)
    {
        if (text.Length <= LongestText)
            return text;
        var end = char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;
        return text[..end] + "…";
    }

    private static PreconditionFailure Preconditions(DomainException error, string text, Language language)
    {
        var answer = new PreconditionFailure();
        if (error.Fields.Count == 0)
            answer.Violations.Add(new PreconditionFailure.Types.Violation { Type = error.Reason, Subject = Shorten(error.Subject), Description = text });
        answer.Violations.Add(error.Fields.Select(unmet => new PreconditionFailure.Types.Violation
        {
            Type = unmet.Reason,
            Subject = Shorten(unmet.Field),
            Description = Shorten(unmet.Message.In(language)),
        }));
        return answer;
    }

    private static BadRequest Fields(IReadOnlyList<FieldError> errors, Language language, bool inTrailers)
    {
        var answer = new BadRequest();
        var size = 0;
        foreach (var error in errors)
        {
            var violation = new BadRequest.Types.FieldViolation { Field = Shorten(error.Field), Reason = error.Reason, Description = Shorten(error.Message.In(language)) };
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
