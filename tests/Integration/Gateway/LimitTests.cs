using System.Globalization;
using System.Net;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>How fast and how large.</summary>
public sealed class LimitTests(LimitTests.Behind behind) : IClassFixture<LimitTests.Behind>
{
    private const int KiB = 1024;
    private readonly GatewayProcess _gateway = behind.Gateway;

    [Theory]
    [InlineData("/v1/projects", 1000, true)]
    [InlineData("/v1/projects", 2048, false)]
    [InlineData("/v1/projects:import", 23552, true)]
    [InlineData("/v1/projects:import", 25600, false)]
    [InlineData("/v1/plans/2017:import", 23552, true)]
    [InlineData("/v1/periods/2017Q2/returns/610102:import", 25600, false)]
    public async Task BodyOverTheLimitOfItsRoute_IsRefused_WithOrWithoutALength(string path, int kibibytes, bool taken)
    {
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[kibibytes * KiB]) };
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await behind.Rest.SendAsync(request, TestContext.Current.CancellationToken);
            if (taken)
                response.Headers.GetValues("x-length").Single().ShouldBe((kibibytes * KiB).ToString(CultureInfo.InvariantCulture));
            else
                await response.ShouldFailAsync(HttpStatusCode.RequestEntityTooLarge, "FILE_TOO_LARGE");
        }
    }

    [Theory]
    [InlineData("CreateProject", 2048, "3")]
    [InlineData("CreateProject", 1000, "0")]
    [InlineData("ImportProjects", 23552, "0")]
    [InlineData("ImportProjects", 25600, "3")]
    public async Task GrpcMessageOverTheLimitOfItsMethod_IsRefused(string method, int kibibytes, string status)
    {
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/renovation.catalog.v1.ProjectService/{method}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Content = chunked ? new StreamContent(new Unknown(new byte[kibibytes * KiB])) : new ByteArrayContent(new byte[kibibytes * KiB]);
            request.Content.Headers.ContentType = new("application/grpc");
            using var response = await behind.Grpc.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            (response.Headers.TryGetValues("grpc-status", out var refused) ? refused : response.TrailingHeaders.GetValues("grpc-status")).Single().ShouldBe(status);
            if (status == "3")
                Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(response.Headers.GetValues("grpc-status-details-bin").Single())).GetDetail<Google.Rpc.ErrorInfo>()!.Reason.ShouldBe("FILE_TOO_LARGE");
        }
    }

    [Fact]
    public async Task ClientThatAsksTooFast_IsSlowedDown_AndOthersAreNot()
    {
        var (service, limits) = await Slow();
        await using var _ = service;
        await using var gateway = await GatewayProcess.StartAsync(limits);
        var fast = gateway.Rest(await gateway.TokenAsync("planner"));
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 20; i++)
            answers.Add(await fast.GetAsync("/v1/units", TestContext.Current.CancellationToken));
        answers.Take(10).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused.ShouldFailAsync(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        await new UnitService.UnitServiceClient(gateway.Grpc(await gateway.TokenAsync("planner"))).ListUnitsAsync(new ListUnitsRequest()).ShouldFailAsync(StatusCode.ResourceExhausted, "RATE_LIMITED");
        using var other = await gateway.Rest(await gateway.TokenAsync("planner-2")).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        using var later = await fast.GetAsync("/v1/units", TestContext.Current.CancellationToken);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AddressThatGuesses_IsSlowedDown()
    {
        var (service, limits) = await Slow();
        await using var _ = service;
        await using var gateway = await GatewayProcess.StartAsync(limits);
        var signIns = new List<HttpStatusCode>();
        for (var i = 0; i < 14; i++)
        {
            using var response = await gateway.SignInAsync("planner", "guess");
            signIns.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                await response.ShouldFailAsync(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        }

        signIns.ShouldContain(HttpStatusCode.Unauthorized);
        signIns.ShouldContain(HttpStatusCode.TooManyRequests);
        using var anonymous = await gateway.Rest("garbled").GetAsync("/v1/units", TestContext.Current.CancellationToken);
        anonymous.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static async Task<(EchoService Service, Dictionary<string, string?> Settings)> Slow()
    {
        var service = await EchoService.StartAsync("catalog");
        return (service, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Services:catalog"] = service.Pair,
            ["Gateway:RateLimit:PerSecond"] = "1",
            ["Gateway:RateLimit:Burst"] = "10",
            ["Gateway:RateLimit:AnonymousPerSecond"] = "1",
            ["Gateway:RateLimit:AnonymousBurst"] = "8",
        });
    }

    /// <summary>A gateway with an echo in place of each service.</summary>
    public sealed class Behind : IAsyncLifetime
    {
        private readonly List<EchoService> _services = [];

        internal GatewayProcess Gateway { get; private set; } = null!;

        internal HttpClient Rest { get; private set; } = null!;

        internal HttpClient Grpc { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            foreach (var name in new[] { "catalog", "progress" })
                _services.Add(await EchoService.StartAsync(name));
            Gateway = await GatewayProcess.StartAsync(_services.ToDictionary(service => $"Services:{service.Name}", service => (string?)service.Pair, StringComparer.Ordinal));
            var token = await Gateway.TokenAsync("planner");
            (Rest, Grpc) = (Gateway.Rest(token), Gateway.RawGrpc(token));
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            foreach (var service in _services)
                await service.DisposeAsync();
        }
    }

    /// <summary>A stream that does not tell its length.</summary>
    private sealed class Unknown(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
