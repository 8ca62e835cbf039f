using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renovation.Gateway.Identity;
using Renovation.Gateway.Journal;
using Renovation.Gateway.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Time;

namespace Renovation.Gateway.Demo;

/// <summary>The business clock of a demonstration: <c>GET /demo/clock</c>, and <c>POST /demo/clock {"time": "2017-07-03T09:00:00+08:00"}</c> for planners. Without <c>Demo:Enabled</c> there is no such path.</summary>
internal static class DemoClock
{
    private static readonly string[] Formats = ["yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-ddTHH:mm'Z'", "yyyy-MM-ddTHH:mm:ss'Z'", "yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'"];

    public static void MapDemo(this WebApplication app)
    {
        if (DemoSettings.Read(app.Configuration)?.ClockFile is not { } file)
            return;
        app.MapGet("/demo/clock", http => AnswerAsync(http, http.RequestServices.GetRequiredService<BusinessClock>().GetUtcNow()));
        app.MapPost("/demo/clock", http => SetAsync(http, file));
    }

    private static async Task SetAsync(HttpContext http, string file)
    {
        var planner = RequireRole.Of(http, Role.Planner);
        var instant = await ReadAsync(http);
        var services = http.RequestServices;
        var db = services.GetRequiredService<GatewayDbContext>();
        var note = new AccessNote("CLOCK_SET", planner.Subject, AccessJournal.AddressOf(http), "POST /demo/clock", instant.ToString("O", CultureInfo.InvariantCulture));
        db.Journal.Add(services.GetRequiredService<AccessJournal>().Row(note));
        await db.SaveChangesAsync(http.RequestAborted);
        ClockFile.Set(file, instant, services.GetRequiredService<TimeProvider>());
        await AnswerAsync(http, instant);
    }

    private static async Task<DateTimeOffset> ReadAsync(HttpContext http)
    {
        string? text = null;
        try
        {
            text = (await JsonSerializer.DeserializeAsync<JsonObject>(http.Request.Body, cancellationToken: http.RequestAborted))?["time"]?.GetValue<string>();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Answered below like a time that is none.
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw DomainException.Invalid("time", "INVALID_TIME", new("时间应为带时区的形式，如 2017-07-03T09:00:00+08:00。", "The time needs an offset, such as 2017-07-03T09:00:00+08:00."));
    }

    private static Task AnswerAsync(HttpContext http, DateTimeOffset time)
    {
        var zone = http.RequestServices.GetRequiredService<BusinessClock>().Zone;
        return http.Response.WriteAsJsonAsync(
            new JsonObject { ["time"] = TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) }, http.RequestAborted);
    }
}
