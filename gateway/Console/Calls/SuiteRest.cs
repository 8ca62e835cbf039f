using System.Text.Json.Nodes;
using Grpc.Core;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>Calls what the gateway serves by REST alone, as the person who is signed in.</summary>
internal sealed class SuiteRest(Suite suite, IConfiguration configuration)
{
    /// <summary>Gives the answer.</summary>
    /// <exception cref="RpcException">It was refused; the text says why.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, Language language, CancellationToken cancellationToken)
    {
        using var request = LocalRequest.Of(method, configuration, path, await suite.TokenAsync(cancellationToken), language);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await LocalRequest.Client.SendAsync(request, cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        return response.IsSuccessStatusCode ? answer : throw new RpcException(new Status(StatusCode.Unknown, Explain(answer)));
    }

    private static string Explain(JsonNode error)
    {
        var fields = error["details"]?.AsArray().SelectMany(detail => detail?["fieldViolations"]?.AsArray() ?? []).Select(field => field?["description"]?.GetValue<string>() ?? "").Where(text => text.Length > 0).ToList() ?? [];
        return fields.Count > 0 ? string.Join(' ', fields) : error["message"]?.GetValue<string>() ?? "";
    }
}
