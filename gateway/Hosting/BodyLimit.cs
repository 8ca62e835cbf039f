using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Renovation.Shared.Errors;
using Yarp.ReverseProxy.Model;

namespace Renovation.Gateway.Hosting;

/// <summary>Refuses a request that says it is larger than its route takes, and cuts off one that does not say while it is read.</summary>
internal sealed class BodyLimit(RequestDelegate next)
{
    /// <summary>Where a route says how many bytes it takes. The proxy's own setting would have the server cut the connection, and the client never read the answer.</summary>
    public const string Key = "BodyLimit";

    // What a client may still send after its refusal, so that it gets around to reading the answer instead of finding the connection reset.
    private const long Drained = 64 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (LimitOf(http) is not { } limit)
        {
            await next(http);
            return;
        }

        var drains = HttpProtocol.IsHttp11(http.Request.Protocol);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = drains ? Drained : limit;
        if (http.Request.ContentLength is not { } length || length <= limit)
        {
            // The proxy lifts the server's own limit for gRPC.
            http.Request.Body = new LimitedBody(http.Request.Body, limit, drains ? Drained : 0);
            await next(http);
            return;
        }

        if (drains && length <= Drained)
            await DrainAsync(http);
        throw DomainException.TooLarge("FILE_TOO_LARGE", new("请求内容过大。", "The request is too large."));
    }

    private static long? LimitOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata?.GetValueOrDefault(Key) is { } limit ? long.Parse(limit, CultureInfo.InvariantCulture) : null;

    private static async Task DrainAsync(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) > 0)
            {
                // Read to be thrown away.
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
