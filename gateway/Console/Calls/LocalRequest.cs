using System.Net.Http.Headers;
using Renovation.Gateway.Hosting;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Requests of the console to the gateway's own REST port, like those of any other client.</summary>
internal static class LocalRequest
{
    /// <summary>The client that sends them; it follows nothing and keeps nothing.</summary>
    public static HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Makes a request as a person, in the person's language.</summary>
    public static HttpRequestMessage Of(HttpMethod method, IConfiguration configuration, string path, string token, Language language)
    {
        var request = new HttpRequestMessage(method, new Uri(GatewayEndpoints.Local(configuration), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.AcceptLanguage.ParseAdd(ConsoleLanguage.TagOf(language));
        return request;
    }
}
