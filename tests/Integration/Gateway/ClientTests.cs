using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Who may sign in, and who decides it.</summary>
public sealed class ClientTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] ReportingUnits =
    [
        "610102", "610103", "610104", "610111", "610112", "610113", "610114", "610115", "610116", "610117", "610118", "610122", "610124",
        "6101Z1", "6101Z2", "6101Z3", "6101Z4", "6101Z5", "6101Z6", "6101Z7", "6101Z8",
    ];

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task FileOfTheDemonstration_StaysValidAcrossStarts_UntilItIsLost(string provider)
    {
        await using var installation = await Installation.CreateAsync(provider);
        string first, secret;
        await using (await GatewayProcess.StartAsync(installation: installation))
        {
            first = await File.ReadAllTextAsync(installation.ClientsFile, TestContext.Current.CancellationToken);
            secret = installation.SecretOf("planner");
            (OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(installation.ClientsFile)).ShouldBe(OwnerOnly);
        }

        var clients = installation.Clients();
        clients.Where(client => client["role"]!.GetValue<string>() == "reporter").Select(client => client["unit"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(ReportingUnits);
        clients.Select(client => client["client_secret"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count().ShouldBe(clients.Count);
        clients.Count(client => client["role"]!.GetValue<string>() == "planner").ShouldBe(2);
        clients.Single(client => client["role"]!.GetValue<string>() == "enterprise")["enterprise"]!.GetValue<string>().Length.ShouldBe(18);
        await using (var again = await GatewayProcess.StartAsync(installation: installation))
        {
            (await File.ReadAllTextAsync(installation.ClientsFile, TestContext.Current.CancellationToken)).ShouldBe(first);
            await again.TokenAsync("planner", secret);
        }

        File.Delete(installation.ClientsFile);
        await using var lost = await GatewayProcess.StartAsync(installation: installation);
        await lost.TokenAsync("planner");
        using var old = await lost.SignInAsync("planner", secret);
        old.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task PlannersClients_AreListed_Created_AndRemoved(string provider)
    {
        await using var gateway = await GatewayProcess.StartAsync(provider: provider);
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        using var created = await planner.PostAsJsonAsync("/v1/clients", new { client_id = "stats-bureau", role = "service", scopes = new[] { "changes" } }, TestContext.Current.CancellationToken);
        created.StatusCode.ShouldBe(HttpStatusCode.OK);
        var secret = JsonNode.Parse(await created.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["client_secret"]!.GetValue<string>();
        await gateway.TokenAsync("stats-bureau", secret);

        using var again = await planner.PostAsJsonAsync("/v1/clients", new { client_id = "stats-bureau", role = "service" }, TestContext.Current.CancellationToken);
        await again.ShouldFailAsync(HttpStatusCode.Conflict, "CLIENT_EXISTS");

        var listed = await ListAsync(planner);
        listed.Contains("stats-bureau", StringComparer.Ordinal).ShouldBeTrue();
        listed.Distinct(StringComparer.Ordinal).Count().ShouldBe(listed.Count);

        using var removed = await planner.DeleteAsync("/v1/clients/stats-bureau", TestContext.Current.CancellationToken);
        removed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await gateway.SignInAsync("stats-bureau", secret);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var gone = await planner.DeleteAsync("/v1/clients/stats-bureau", TestContext.Current.CancellationToken);
        await gone.ShouldFailAsync(HttpStatusCode.NotFound, "NOT_FOUND");
        await using var scope = gateway.Services.GetRequiredScope();
        (await scope.Db.Journal.Where(row => row.Resource == "clients/stats-bureau" && row.Kind != "SIGN_IN_REFUSED").OrderBy(row => row.Id).Select(row => row.Kind + " " + row.Actor).ToListAsync(TestContext.Current.CancellationToken))
            .ShouldBe(["CREATED planner", "SIGNED_IN stats-bureau", "DELETED planner"]);
    }

    [Fact]
    public async Task LastPlanner_Stays_AndOthersMayNotManageClients()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        using var second = await planner.DeleteAsync("/v1/clients/planner-2", TestContext.Current.CancellationToken);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var last = await planner.DeleteAsync("/v1/clients/planner", TestContext.Current.CancellationToken);
        await last.ShouldFailAsync(HttpStatusCode.BadRequest, "LAST_PLANNER");
        var reporter = gateway.Rest(await gateway.TokenAsync("reporter-610102"));
        using var list = await reporter.GetAsync("/v1/clients", TestContext.Current.CancellationToken);
        await list.ShouldFailAsync(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
        using var create = await reporter.PostAsJsonAsync("/v1/clients", new { client_id = "mine", role = "planner", unit = "6101GX" }, TestContext.Current.CancellationToken);
        await create.ShouldFailAsync(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
    }

    [Fact]
    public async Task WrongClients_AreRefused_WithEveryFieldThatIsWrong()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        (string Body, string[] Fields)[] wrong =
        [
            ("""{"client_id": "A", "role": "emperor"}""", ["client_id", "role"]),
            ("""{"client_id": "abc", "role": "reporter"}""", ["unit"]),
            ("""{"client_id": "abc", "role": "reporter", "unit": "x", "enterprise": "91610102510080397T"}""", ["unit", "enterprise"]),
            ("""{"client_id": "abc", "role": "enterprise", "unit": "610102"}""", ["enterprise"]),
            ("""{"client_id": "abc", "role": "service", "scopes": ["A b"]}""", ["scopes"]),
            ("""{}""", ["client_id", "role"]),
        ];
        foreach (var (body, fields) in wrong)
        {
            using var content = new StringContent(body);
            using var response = await planner.PostAsync("/v1/clients", content, TestContext.Current.CancellationToken);
            var model = await response.ShouldFailAsync(HttpStatusCode.BadRequest, ReasonOf(body, fields));
            model["details"]![1]!["fieldViolations"]!.AsArray().Select(violation => violation!["field"]!.GetValue<string>()).ShouldBe(fields, body);
        }

        foreach (var body in new[] { "", "[]", "{", "null", """{"scopes": 1}""" })
        {
            using var content = new StringContent(body);
            using var response = await planner.PostAsync("/v1/clients", content, TestContext.Current.CancellationToken);
            await response.ShouldFailAsync(HttpStatusCode.BadRequest, "MALFORMED_REQUEST");
        }
    }

    private static string ReasonOf(string body, string[] fields) => (fields, body.Contains("\"x\"", StringComparison.Ordinal)) switch
    {
        (["unit"], _) => "REQUIRED",
        (["enterprise"], _) => "REQUIRED",
        (["scopes"], _) => "INVALID_SCOPE",
        _ => "INVALID_FIELDS",
    };

    private static async Task<List<string>> ListAsync(HttpClient planner)
    {
        var found = new List<string>();
        for (var token = ""; ;)
        {
            var page = JsonNode.Parse(await planner.GetStringAsync($"/v1/clients?pageSize=10&pageToken={token}", TestContext.Current.CancellationToken))!;
            found.AddRange(page["clients"]!.AsArray().Select(client => client!["client_id"]!.GetValue<string>()));
            token = page["nextPageToken"]!.GetValue<string>();
            if (token.Length == 0)
                return found;
        }
    }
}
