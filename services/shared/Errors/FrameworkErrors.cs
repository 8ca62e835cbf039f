using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Renovation.Shared.Errors;

/// <summary>Statuses for what the framework refuses before a method is reached.</summary>
internal static class FrameworkErrors
{
    /// <summary>Builds the error model for an HTTP status; <paramref name="said"/> is the framework's own English text, empty when it gave none.</summary>
    public static Google.Rpc.Status Of(int httpStatus, string said, Language language)
    {
        var (code, reason, text) = Describe(httpStatus, said);
        var message = text.In(language);
        var info = new ErrorInfo { Domain = RichStatus.Domain, Reason = reason };
        if (said.Length > 0)
            info.Metadata["detail"] = said;
        return new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info), Any.Pack(RichStatus.Localized(message, language)) } };
    }

    private static (StatusCode Code, string Reason, LocalText Text) Describe(int httpStatus, string said) => httpStatus switch
    {
        StatusCodes.Status404NotFound => (StatusCode.NotFound, "UNKNOWN_PATH", new("没有这个地址。", "There is no such path.")),
        StatusCodes.Status405MethodNotAllowed => (StatusCode.Unimplemented, "METHOD_NOT_ALLOWED", new("该地址不支持此方法。", "The path does not take this method.")),
        StatusCodes.Status413PayloadTooLarge => (StatusCode.InvalidArgument, "FILE_TOO_LARGE", new("请求内容过大。", "The request is too large.")),
        StatusCodes.Status400BadRequest when said.Contains("too large", StringComparison.OrdinalIgnoreCase) =>
            (StatusCode.InvalidArgument, "FILE_TOO_LARGE", new("请求内容过大。", "The request is too large.")),
        StatusCodes.Status415UnsupportedMediaType => (StatusCode.InvalidArgument, "UNSUPPORTED_MEDIA_TYPE", new("不支持的内容类型。", "The content type is not taken.")),
        StatusCodes.Status499ClientClosedRequest => (StatusCode.Cancelled, "CANCELLED", new("请求已取消。", "The request was cancelled.")),
        StatusCodes.Status501NotImplemented => (StatusCode.Unimplemented, "UNIMPLEMENTED", new("尚不支持此操作。", "This is not supported.")),
        StatusCodes.Status503ServiceUnavailable => (StatusCode.Unavailable, "UNAVAILABLE", new("服务暂时不可用，请稍后重试。", "The service is not available, try again.")),
        >= StatusCodes.Status500InternalServerError => (StatusCode.Internal, "INTERNAL", new("服务器内部错误。", "Something failed inside.")),
        _ => (StatusCode.InvalidArgument, "MALFORMED_REQUEST", new("请求格式不正确。", "The request is malformed.")),
    };
}
