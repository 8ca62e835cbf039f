namespace Renovation.Gateway.Console;

/// <summary>
/// Says to browsers what a page may do: only scripts, pictures and connections of the gateway itself, in no frame of anybody, and no address of it to others. Styles may stand in the page,
/// because components place themselves so; scripts may not.
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "base-uri 'self'; object-src 'none'; frame-ancestors 'none'";

    /// <summary>Sets them on an answer that a browser shows.</summary>
    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)
            headers.CacheControl = "no-store";
    }
}
