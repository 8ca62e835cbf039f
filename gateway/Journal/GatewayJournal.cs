using System.Globalization;
using System.Text.Json.Nodes;
using Renovation.Gateway.Identity;
using Renovation.Gateway.Storage;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;

namespace Renovation.Gateway.Journal;

/// <summary>Shows the gateway's journal to planners and auditors: <c>/v1/gateway/auditEvents</c>, newest first, and <c>:verify</c>.</summary>
internal static class GatewayJournal
{
    public static void AddAccessJournal(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccessJournal>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<AccessJournal>());
    }

    public static void MapGatewayJournal(this WebApplication app)
    {
        app.MapGet("/v1/gateway/auditEvents", ListAsync);
        app.MapGet("/v1/gateway/auditEvents:verify", VerifyAsync);
    }

    private static async Task ListAsync(HttpContext http)
    {
        RequireRole.Of(http, Role.Planner, Role.Auditor);
        var query = http.Request.Query;
        var request = new ListAuditEventsRequest
        {
            Resource = query["resource"].ToString(),
            Actor = query["actor"].ToString(),
            PageSize = PageQuery.SizeOf(http),
            PageToken = query["pageToken"].ToString(),
        };
        var page = await Reader(http).ListAuditEventsAsync(request, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["auditEvents"] = new JsonArray([.. page.AuditEvents.Select(EntryOf)]),
                ["nextPageToken"] = page.NextPageToken,
            },
            http.RequestAborted);
    }

    private static async Task VerifyAsync(HttpContext http)
    {
        RequireRole.Of(http, Role.Planner, Role.Auditor);
        var answer = await Reader(http).VerifyAsync(http.RequestAborted);
        await http.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["valid"] = answer.Valid,
                ["checkedCount"] = answer.CheckedCount,
                ["firstInvalidSequence"] = answer.FirstInvalidSequence,
                ["firstInvalidResource"] = answer.FirstInvalidResource,
                ["invalidReason"] = answer.InvalidReason,
            },
            http.RequestAborted);
    }

    private static JournalReader<GatewayDbContext> Reader(HttpContext http) => http.RequestServices.GetRequiredService<JournalReader<GatewayDbContext>>();

    private static JsonObject EntryOf(JournalEntry entry) => new()
    {
        ["sequence"] = entry.Sequence,
        ["eventId"] = entry.EventId,
        ["resource"] = entry.Resource,
        ["version"] = entry.Version,
        ["kind"] = entry.Kind,
        ["actor"] = entry.Actor,
        ["reason"] = entry.Reason,
        ["changeTime"] = entry.ChangeTime.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        ["after"] = JsonNode.Parse(entry.After.ToString()),
        ["hash"] = entry.Hash,
    };
}

/// <summary>Reads the size of a page from a query.</summary>
internal static class PageQuery
{
    /// <summary>Gives <c>pageSize</c>, 0 when it is not given.</summary>
    /// <exception cref="DomainException">Invalid: it is no number.</exception>
    public static int SizeOf(HttpContext http)
    {
        var text = http.Request.Query["pageSize"].ToString();
        return text.Length == 0 ? 0
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size) ? size
            : throw DomainException.Invalid("page_size", "NOT_A_NUMBER", new("每页条数不是数字。", "The page size is not a number."));
    }
}
