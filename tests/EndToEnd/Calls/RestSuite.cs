using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Renovation.Protos.Attachments.V1;
using Renovation.Tests.EndToEnd.Shapes;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>REST with the paths of the contract's annotations.</summary>
internal sealed partial class RestSuite(Installation installation) : Suite(installation)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));
    private readonly HttpClient _http = new() { BaseAddress = new Uri(installation.Address), Timeout = TimeSpan.FromMinutes(2) };

    public override void Dispose() => _http.Dispose();

    protected override async Task<TResponse> SendAsync<TResponse>(string token, IMessage request, string package)
    {
        var rule = Contract.MethodOf(request.Descriptor, package).GetOptions().GetExtension(AnnotationsExtensions.Http);
        using var message = MessageOf(rule, request);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(message);
        var content = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
            throw Refusal.FromJson((int)answer.StatusCode, Encoding.UTF8.GetString(content));
        var response = new TResponse();
        if (response is HttpBody body)
            (body.ContentType, body.Data) = (answer.Content.Headers.ContentType?.ToString() ?? "", ByteString.CopyFrom(content));
        else
            response = Parser.Parse<TResponse>(Encoding.UTF8.GetString(content));
        return response;
    }

    protected override async Task<Attachment> SendFileAsync(string token, string fileName, byte[] content)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/v1/attachments/catalog:upload?fileName={Uri.EscapeDataString(fileName)}") { Content = new ByteArrayContent(content) };
        return Parser.Parse<Attachment>(Encoding.UTF8.GetString(await AnswerAsync(token, message)));
    }

    protected override Task<byte[]> FetchFileAsync(string token, string name) => AnswerAsync(token, new HttpRequestMessage(HttpMethod.Get, $"/v1/{name}:download"));

    private async Task<byte[]> AnswerAsync(string token, HttpRequestMessage message)
    {
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(message);
        var content = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? content : throw Refusal.FromJson((int)answer.StatusCode, Encoding.UTF8.GetString(content));
    }

    private static HttpRequestMessage MessageOf(HttpRule rule, IMessage request)
    {
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            _ => throw new InvalidOperationException($"{request.Descriptor.FullName} has no REST path."),
        };
        var bound = new HashSet<string>(StringComparer.Ordinal);
        var path = Variable().Replace(template, match =>
        {
            bound.Add(match.Groups["path"].Value);
            return string.Join('/', Read(request, match.Groups["path"].Value).Split('/').Select(Uri.EscapeDataString));
        });
        var message = new HttpRequestMessage(verb, path + (rule.Body == "*" ? "" : Query(request, bound, rule.Body)));
        if (rule.Body == "*")
            message.Content = Json(JsonFormatter.Default.Format(request));
        else if (rule.Body.Length > 0)
            message.Content = BodyOf((IMessage)request.Descriptor.FindFieldByName(rule.Body).Accessor.GetValue(request));
        return message;
    }

    private static string Query(IMessage request, HashSet<string> bound, string body)
    {
        var pairs = new List<string>();
        foreach (var field in request.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.Name == body || bound.Contains(field.Name))
                continue;
            if (field.IsRepeated)
            {
                pairs.AddRange(((System.Collections.IEnumerable)field.Accessor.GetValue(request)).Cast<object>().Select(one => $"{field.JsonName}={Uri.EscapeDataString(Text(field, one))}"));
                continue;
            }

            if (!IsSet(request, field))
                continue;
            var value = field.FieldType == FieldType.Message
                ? JsonFormatter.ToDiagnosticString((IMessage)field.Accessor.GetValue(request)).Trim('"')
                : Text(field, field.Accessor.GetValue(request));
            pairs.Add($"{field.JsonName}={Uri.EscapeDataString(value)}");
        }

        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    private static bool IsSet(IMessage request, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.Accessor.GetValue(request) is not null,
        FieldType.String => ((string)field.Accessor.GetValue(request)).Length > 0,
        _ => Convert.ToInt64(field.Accessor.GetValue(request), CultureInfo.InvariantCulture) != 0,
    };

    private static string Text(FieldDescriptor field, object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        System.Enum => field.EnumType.FindValueByNumber(Convert.ToInt32(value, CultureInfo.InvariantCulture)).Name,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Read(IMessage request, string path)
    {
        var at = request;
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
            at = (IMessage)at.Descriptor.FindFieldByName(step).Accessor.GetValue(at);
        return (string)at.Descriptor.FindFieldByName(steps[^1]).Accessor.GetValue(at);
    }

    private static HttpContent BodyOf(IMessage message)
    {
        if (message is not HttpBody body)
            return Json(JsonFormatter.Default.Format(message));
        var content = new ByteArrayContent(body.Data.ToByteArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(body.ContentType);
        return content;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [GeneratedRegex(@"\{(?<path>[a-z_.]+)(=[^}]*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
