namespace Renovation.Gateway.Console;

/// <summary>
/// Gives a browser the files of the services, <c>/console/files/v1/…</c>: what <c>GET /v1/…</c> answers to the person's own token, as a download. A link cannot carry a token, and none is kept
/// in the browser.
/// </summary>
internal static class Downloads
{
    public static async Task SendAsync(HttpContext http, string path, IConfiguration configuration)
    {
        if (!path.StartsWith("v1/", StringComparison.Ordinal) || http.User.FindFirst(ConsoleSessions.Claim) is not { } session
            || await http.RequestServices.GetRequiredService<ConsoleSessions>().TokenAsync(session.Value, http.RequestAborted) is not { } token)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var escaped = Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
        using var request = LocalRequest.Of(HttpMethod.Get, configuration, $"/{escaped}{http.Request.QueryString}", token.Value, ConsoleLanguage.Of(http));
        using var answer = await LocalRequest.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        var response = http.Response;
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();

        // Nothing that a service sends is shown as a page of the gateway.
        response.Headers.ContentDisposition = answer.Content.Headers.ContentDisposition?.ToString() ?? "attachment";
        if (answer.Content.Headers.ContentLength is { } length)
            response.ContentLength = length;
        await answer.Content.CopyToAsync(response.Body, http.RequestAborted);
    }
}
