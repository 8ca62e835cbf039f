using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Renovation.Tests.Files;

namespace Renovation.Tests.Benchmarks;

/// <summary>Fills a demo installation with a library and a plan, and gives tokens.</summary>
internal static class Seed
{
    private const int Rows = 20_000;
    private const int Entries = 1_000;

    public static async Task<int> RunAsync(Uri address, string clients, int projects)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        var token = await SignInAsync(http, clients);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        for (var from = 0; from < projects; from += Rows)
            await PostAsync(http, "/v1/projects:import", LargeLibrary.Workbook(Math.Min(Rows, projects - from), from));
        await PostAsync(http, "/v1/plans/2018:import", LargeLibrary.Plan(Entries));
        return 0;
    }

    public static async Task<int> TokenAsync(Uri address, string clients)
    {
        using var http = new HttpClient { BaseAddress = address };
        Console.WriteLine(await SignInAsync(http, clients));
        return 0;
    }

    /// <summary>Signs in as the planner of a demo installation; gives the token.</summary>
    public static async Task<string> SignInAsync(HttpClient http, string clients)
    {
        var planner = JsonDocument.Parse(await File.ReadAllTextAsync(clients)).RootElement.EnumerateArray().First(client => client.GetProperty("role").GetString() == "planner");
        return await SignInAsync(http, planner.GetProperty("client_id").GetString()!, planner.GetProperty("client_secret").GetString()!);
    }

    /// <summary>Signs in; gives the token.</summary>
    public static async Task<string> SignInAsync(HttpClient http, string client, string secret)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", secret)]);
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static async Task PostAsync(HttpClient http, string path, byte[] file)
    {
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Console.WriteLine(text.Length > 300 ? text[..300] : text);
        answer.EnsureSuccessStatusCode();
        var operation = JsonDocument.Parse(text).RootElement.GetProperty("operation").GetString()!;
        while (operation.Length > 0)
        {
            await Task.Delay(500);
            var state = (await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/{operation}", UriKind.Relative))).GetProperty("state").GetString();
            if (state == "STATE_SUCCEEDED")
                return;
            if (state != "STATE_RUNNING")
                throw new InvalidOperationException($"{operation} ended as {state}.");
        }
    }
}
