using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Hosting;

/// <summary>Writes the error model of the API as a service would: trailers of a gRPC call, or the JSON of REST.</summary>
internal static class ErrorModel
{
    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public static Language LanguageOf(HttpContext http) => Languages.Parse(http.Request.Headers.AcceptLanguage);

    public static Task WriteAsync(HttpContext http, DomainException refusal)
    {
        var grpc = ErrorInterceptor.IsGrpc(http.Request);
        if (refusal.RetryAfter is { } wait && !grpc)
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(http, RichStatus.Build(refusal, LanguageOf(http), grpc), HttpStatusOf(refusal.Kind));
    }

    public static Task WriteAsync(HttpContext http, Google.Rpc.Status status, int httpStatus)
    {
        var response = http.Response;
        if (ErrorInterceptor.IsGrpc(http.Request))
        {
            response.StatusCode = StatusCodes.Status200OK;
            response.ContentType = "application/grpc";
            response.Headers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
            response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
            response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
            return Task.CompletedTask;
        }

        response.StatusCode = httpStatus;
        if (HttpMethods.IsHead(http.Request.Method))
            return Task.CompletedTask;
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(Formatter.Format(status), http.RequestAborted);
    }

    // The one who refuses a body for its size before a service sees it says so in HTTP's own word.
    private static int HttpStatusOf(ErrorKind kind) => kind == ErrorKind.TooLarge ? StatusCodes.Status413PayloadTooLarge : RichStatus.HttpStatusOf(kind);
}
