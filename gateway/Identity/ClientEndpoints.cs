using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Renovation.Gateway.Journal;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;

namespace Renovation.Gateway.Identity;

/// <summary>Clients by REST, for planners: <c>GET /v1/clients</c>, <c>POST /v1/clients</c> (answers the secret, once), <c>DELETE /v1/clients/{id}</c>.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this WebApplication app)
    {
        app.MapGet("/v1/clients", ListAsync);
        app.MapPost("/v1/clients", CreateAsync);
        app.MapDelete("/v1/clients/{id}", DeleteAsync);
    }

    private static async Task ListAsync(HttpContext http)
    {
        RequireRole.Of(http, Role.Planner);
        var page = Page<string>.Read(PageQuery.SizeOf(http), http.Request.Query["pageToken"].ToString(), new Struct());
        var found = await Directory(http).ListAsync(page.HasAfter ? page.After : null, page.Size + 1, http.RequestAborted);
        var shown = found.Take(page.Size).ToList();
        await http.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["clients"] = new JsonArray([.. shown.Select(JsonOf)]),
                ["nextPageToken"] = found.Count > page.Size ? page.NextToken(shown[^1].ClientId) : "",
            },
            http.RequestAborted);
    }

    private static async Task CreateAsync(HttpContext http)
    {
        var planner = RequireRole.Of(http, Role.Planner);
        var facts = await NewClient.ReadAsync(http);
        var secret = ClientDirectory.NewSecret();
        await Directory(http).CreateAsync(facts, secret, planner.Subject, http.RequestAborted);
        var answer = JsonOf(facts);
        answer["client_secret"] = secret;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
    }

    private static async Task DeleteAsync(HttpContext http)
    {
        var planner = RequireRole.Of(http, Role.Planner);
        await Directory(http).DeleteAsync((string)http.Request.RouteValues["id"]!, planner.Subject, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(new JsonObject(), http.RequestAborted);
    }

    private static ClientDirectory Directory(HttpContext http) => http.RequestServices.GetRequiredService<ClientDirectory>();

    private static JsonObject JsonOf(ClientFacts facts)
    {
        var json = new JsonObject
        {
            ["client_id"] = facts.ClientId,
            ["role"] = facts.Role.ToClaim(),
            ["unit"] = facts.Unit,
            ["scopes"] = new JsonArray([.. facts.Scopes.Select(scope => (JsonNode)scope)]),
        };
        if (facts.Enterprise is { } enterprise)
            json["enterprise"] = enterprise;
        if (facts.RedirectUris.Count > 0)
            json["redirect_uris"] = new JsonArray([.. facts.RedirectUris.Select(uri => (JsonNode)uri)]);
        return json;
    }
}

/// <summary>Admits some roles to what the gateway serves itself.</summary>
internal static class RequireRole
{
    /// <summary>Gives the caller when it has one of the roles.</summary>
    /// <exception cref="DomainException">ROLE_NOT_ALLOWED.</exception>
    public static Caller Of(HttpContext http, params Role[] roles)
    {
        var caller = CallerClaims.Read(http.User) ?? throw new InvalidOperationException("Nobody gets here without a token.");
        return roles.Contains(caller.Role)
            ? caller
            : throw DomainException.Denied("ROLE_NOT_ALLOWED", new($"您的角色（{caller.Role.ToClaim()}）无权进行此操作。", $"Your role ({caller.Role.ToClaim()}) may not do this."));
    }
}
