using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Renovation.Gateway.Identity;
using Renovation.Gateway.Journal;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;

namespace Renovation.Gateway.Accounts;

/// <summary>
/// Accounts by REST, for planners: <c>GET /v1/accounts</c>, <c>POST /v1/accounts</c> (answers the one-time link, once), <c>PATCH /v1/accounts/{name}</c>,
/// <c>POST /v1/accounts/{name}:invite</c> (another link; password and second factor are gone), <c>GET /v1/accounts/{name}</c>.
/// </summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this WebApplication app)
    {
        app.MapGet("/v1/accounts", ListAsync);
        app.MapPost("/v1/accounts", CreateAsync);
        app.MapGet("/v1/accounts/{name}", GetAsync);
        app.MapPatch("/v1/accounts/{name}", ChangeAsync);
        app.MapPost("/v1/accounts/{name}:invite", InviteAsync);
    }

    private static async Task ListAsync(HttpContext http)
    {
        RequireRole.Of(http, Role.Planner, Role.Auditor);
        var page = Page<string>.Read(PageQuery.SizeOf(http), http.Request.Query["pageToken"].ToString(), new Struct());
        var found = await Directory(http).ListAsync(page.HasAfter ? page.After : null, page.Size + 1, http.RequestAborted);
        var shown = found.Take(page.Size).ToList();
        await http.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["accounts"] = new JsonArray([.. shown.Select(JsonOf)]),
                ["nextPageToken"] = found.Count > page.Size ? page.NextToken(shown[^1].UserName!) : "",
            },
            http.RequestAborted);
    }

    private static async Task GetAsync(HttpContext http)
    {
        RequireRole.Of(http, Role.Planner, Role.Auditor);
        await http.Response.WriteAsJsonAsync(JsonOf(await Directory(http).GetAsync(NameOf(http), http.RequestAborted)), http.RequestAborted);
    }

    private static async Task CreateAsync(HttpContext http)
    {
        var planner = RequireRole.Of(http, Role.Planner);
        var facts = await AccountFacts.ReadAsync(http);
        await AnswerInvitationAsync(http, await Directory(http).InviteAsync(facts, planner.Subject, http.RequestAborted), facts.Name);
    }

    private static async Task ChangeAsync(HttpContext http)
    {
        var planner = RequireRole.Of(http, Role.Planner);
        var change = await AccountFacts.ReadChangeAsync(http);
        await http.Response.WriteAsJsonAsync(JsonOf(await Directory(http).ChangeAsync(NameOf(http), change, planner.Subject, http.RequestAborted)), http.RequestAborted);
    }

    private static async Task InviteAsync(HttpContext http)
    {
        var planner = RequireRole.Of(http, Role.Planner);
        var name = NameOf(http);
        await AnswerInvitationAsync(http, await Directory(http).InviteAgainAsync(name, planner.Subject, http.RequestAborted), name);
    }

    private static async Task AnswerInvitationAsync(HttpContext http, string link, string name)
    {
        var answer = JsonOf(await Directory(http).GetAsync(name, http.RequestAborted));
        answer["invitation"] = link;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
    }

    private static AccountDirectory Directory(HttpContext http) => http.RequestServices.GetRequiredService<AccountDirectory>();

    private static string NameOf(HttpContext http) => (string)http.Request.RouteValues["name"]!;

    private static JsonObject JsonOf(Account account)
    {
        var json = AccountFacts.Of(account).ToJson();
        json["second_factor"] = account.FactorKey is not null;
        json["taken_up"] = account.PasswordHash is not null;
        return json;
    }
}
