using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Renovation.Tests.EndToEnd.Shapes;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>Damaged and malicious workbooks: each is refused or read, none makes the process fail, hang or grow.</summary>
public sealed class FuzzTests
{
    private const int Full = 10_000;
    private const int Share = 400;
    private const int MostMebibytes = 600;

    // Nobody waits longer for an answer; a file that takes so long hangs the import.
    private static readonly TimeSpan Hangs = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Import_MutatedFiles_AnswersEachWithRowsOrAReason()
    {
        var count = Rounds.Count == Rounds.Full ? Full : Share;
        await using var installation = (StandaloneInstallation)await Installation.StartAsync(Installation.Standalone);
        using var http = new HttpClient { BaseAddress = new Uri(installation.Address), Timeout = Hangs };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await installation.Clients.TokenAsync("planner"));
        var bad = new List<string>();
        var read = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var answer = await SendAsync(http, Mutation.Of(seed));
            read += answer == "200" ? 1 : 0;
            if (answer is not ("200" or "400"))
                bad.Add($"seed {seed.ToString(CultureInfo.InvariantCulture)}: {answer}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read} of {count} files were read, peak {installation.PeakMebibytes()} MiB"));
        bad.ShouldBeEmpty();
        read.ShouldBeInRange(1, count - 1, "some mutations leave the file whole, most do not");
        installation.PeakMebibytes().ShouldBeLessThan(MostMebibytes);
    }

    private static async Task<string> SendAsync(HttpClient http, byte[] file)
    {
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        try
        {
            using var answer = await http.PostAsync(new Uri("/v1/projects:import?validateOnly=true", UriKind.Relative), body);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.BadRequest && !text.Contains("\"reason\"", StringComparison.Ordinal))
                return $"400 without a reason: {text}";
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture) + (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.BadRequest ? "" : $" {text}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return failure.Message;
        }
    }
}
