using System.Net;
using System.Text.RegularExpressions;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Somebody who follows links and fills forms as a browser does, cookies included, without its scripts.</summary>
internal sealed partial class FormVisitor : IDisposable
{
    private readonly HttpClient _client;

    public FormVisitor(string address) => _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri(address) };

    public CookieContainer Cookies { get; } = new();

    /// <summary>Where it is now.</summary>
    public Uri Here { get; private set; } = null!;

    /// <summary>What it sees.</summary>
    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public HttpResponseMessage Last { get; private set; } = null!;

    /// <summary>Goes somewhere, and on to wherever it is sent.</summary>
    public Task<FormVisitor> GoAsync(string path) => SendAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(Here ?? _client.BaseAddress!, path)));

    /// <summary>Goes somewhere, and no further.</summary>
    public Task<HttpResponseMessage> PeekAsync(string path) => _client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    /// <summary>Sends the form of the page whose handler has that name, with what is filled in.</summary>
    public Task<FormVisitor> FillAsync(string handler, params (string Name, string Value)[] fields)
    {
        var form = Forms().Matches(Page).Single(match => match.Value.Contains($"value=\"{handler}\"", StringComparison.Ordinal));
        var values = Hidden().Matches(form.Value).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            values[name] = value;
        var target = new Uri(Here, WebUtility.HtmlDecode(Action().Match(form.Value).Groups["action"].Value));
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values) });
    }

    /// <summary>Signs in with a password, where it is.</summary>
    public Task<FormVisitor> PasswordAsync(string name, string password) => FillAsync("sign-in", ("Name", name), ("Password", password));

    public void Dispose()
    {
        Last?.Dispose();
        _client.Dispose();
    }

    private async Task<FormVisitor> SendAsync(Func<HttpRequestMessage> first)
    {
        var request = first();
        for (var hop = 0; hop < 12; hop++)
        {
            Here = request.RequestUri!;
            Last = await _client.SendAsync(request);
            request.Dispose();
            if (Last.Headers.Location is not { } next || (int)Last.StatusCode is < 300 or > 399)
                break;
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(Here, next));
        }

        Status = Last.StatusCode;
        Page = await Last.Content.ReadAsStringAsync();
        return this;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\"[^>]*? value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("action=\"(?<action>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();
}
