using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Renovation.Shared.Errors;
using Yarp.ReverseProxy.Model;

namespace Renovation.Gateway.Hosting;

/// <summary>Refuses a request that says it is larger than its route takes, and cuts off one that does not say while it is read.</summary>
internal sealed class BodyLimit(RequestDelegate next)
{
    // What a client may still send after its refusal, so that it gets around to reading the answer instead of finding the connection reset.
    private const long Drained = 64 * 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.MaxRequestBodySize;
        if (limit is not { } most || http.Request.ContentLength is not { } length || length <= most)
        {
            // The proxy lifts the server's own limit for gRPC.
            if (limit is { } atMost)
                http.Request.Body = new LimitedBody(http.Request.Body, atMost);
            await next(http);
            return;
        }

        if (length <= Drained)
            await DrainAsync(http);
        throw DomainException.TooLarge("FILE_TOO_LARGE", new("请求内容过大。", "The request is too large."));
    }

    private static async Task DrainAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Drained;
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
