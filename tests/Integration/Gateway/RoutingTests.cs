using System.Diagnostics;
using System.Net;
using Google.Api;
using Google.Protobuf.Reflection;
using Renovation.Gateway.Routing;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>What the protos declare arrives at the service of their package.</summary>
public sealed class RoutingTests(RoutingTests.Behind behind) : IClassFixture<RoutingTests.Behind>
{
    private readonly GatewayProcess _gateway = behind.Gateway;
    private readonly string _token = behind.Token;

    [Fact]
    public async Task EveryRestBinding_ReachesTheServiceOfItsPackage()
    {
        var rest = _gateway.Rest(_token);
        var tried = 0;
        foreach (var method in ProtoRoutes.Methods)
        {
            var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
            foreach (var binding in rule.AdditionalBindings.Prepend(rule))
            {
                var (verb, path) = Concrete(binding);
                using var request = new HttpRequestMessage(new HttpMethod(verb), path);
                using var response = await rest.SendAsync(request, TestContext.Current.CancellationToken);
                response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{verb} {path}");
                response.Headers.GetValues("x-service").Single().ShouldBe(PackageService(method), $"{verb} {path}");
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(80);
    }

    [Fact]
    public async Task EveryGrpcMethod_ReachesTheServiceOfItsPackage()
    {
        var grpc = _gateway.RawGrpc(_token);
        foreach (var method in ProtoRoutes.Methods)
            (await ServiceOf(grpc, AccessMatrix.PathOf(method))).ShouldBe(PackageService(method), method.FullName);
    }

    [Fact]
    public async Task MethodThatTheGatewayDoesNotKnow_ReachesTheServiceOfItsPackage()
    {
        var grpc = _gateway.RawGrpc(_token);
        (await ServiceOf(grpc, "/renovation.funding.v1.NewService/NewMethod")).ShouldBe("funding");
    }

    [Fact]
    public async Task PathOfNobody_IsNotFound()
    {
        using var rest = await _gateway.Rest(_token).GetAsync("/v1/nothing", TestContext.Current.CancellationToken);
        await rest.ShouldFailAsync(HttpStatusCode.NotFound, "UNKNOWN_PATH");
        using var content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } };
        using var grpc = await _gateway.RawGrpc(_token).PostAsync("/renovation.nothing.v1.NoService/NoMethod", content, TestContext.Current.CancellationToken);
        grpc.StatusCode.ShouldBe(HttpStatusCode.OK);
        grpc.Headers.GetValues("grpc-status").Single().ShouldBe("12");
    }

    [Fact]
    public async Task Headers_PassThrough_ButThoseOfTheHop()
    {
        using var activity = new Activity("caller").Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/units");
        request.Headers.Add("Accept-Language", "en");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("Proxy-Authorization", "Basic abc");
        request.Headers.Connection.Add("x-hop");
        request.Headers.Add("x-hop", "1");
        using var response = await _gateway.Rest(_token).SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var seen = behind.Services["catalog"].LastHeaders;
        seen.AcceptLanguage.ToString().ShouldBe("en");
        seen.Authorization.ToString().ShouldBe($"Bearer {_token}");
        seen.TraceParent.ToString().ShouldStartWith($"00-{activity.TraceId}-");
        seen["X-Forwarded-For"].ToString().ShouldBe("127.0.0.1");
        seen.ContainsKey("Proxy-Authorization").ShouldBeFalse();
        seen.ContainsKey("x-hop").ShouldBeFalse();
    }

    [Fact]
    public async Task LargeExport_StreamsWhileItIsMade()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/plans/2099:export");
        using var response = await _gateway.Rest(_token).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = await body.ReadAsync(new byte[1024], TestContext.Current.CancellationToken);
        first.ShouldBeGreaterThan(0);
        behind.Services["catalog"].GoOn();
        long length = first;
        var buffer = new byte[256 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            length += read;
        length.ShouldBe(1024 + (32L * 1024 * 1024));
    }

    [Theory]
    [InlineData("/v1/{name=plans/*}:issue", "/v1/plans/{v0}:issue")]
    [InlineData("/v1/{line.name=periods/*/returns/*/lines/*}", "/v1/periods/{v0}/returns/{v1}/lines/{v2}")]
    [InlineData("/v1/{year}/{parent=plans/**}", "/v1/{v0}/plans/{**v1}")]
    [InlineData("/v1/projects:import", "/v1/projects:import")]
    public void PathOfTheContract_BecomesARouteTemplate(string path, string template) => ProtoRoutes.TemplateOf(path).ShouldBe(template);

    private static string PackageService(MethodDescriptor method) => method.File.Package.Split('.')[1];

    private static (string Verb, string Path) Concrete(HttpRule rule)
    {
        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            _ => ("DELETE", rule.Delete),
        };

        // {name=plans/*/entries/*} → plans/x/entries/x
        while (path.IndexOf('{', StringComparison.Ordinal) is var start and >= 0)
        {
            var end = path.IndexOf('}', start);
            var variable = path[(start + 1)..end];
            path = path[..start] + variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..].Replace("*", "0197-x.9", StringComparison.Ordinal) + path[(end + 1)..];
        }

        return (verb, path);
    }

    private static async Task<string> ServiceOf(HttpClient grpc, string path)
    {
        using var content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new("application/grpc") } };
        using var response = await grpc.PostAsync(path, content, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("x-service", out var name) ? name.Single() : $"{response.StatusCode}";
    }

    /// <summary>A gateway with an echo in place of each service.</summary>
    public sealed class Behind : IAsyncLifetime
    {
        internal Dictionary<string, EchoService> Services { get; } = new(StringComparer.Ordinal);

        internal GatewayProcess Gateway { get; private set; } = null!;

        internal string Token { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            foreach (var name in new[] { "catalog", "progress", "funding" })
                Services[name] = await EchoService.StartAsync(name);
            Gateway = await GatewayProcess.StartAsync(Services.ToDictionary(service => $"Services:{service.Key}", service => (string?)service.Value.Pair, StringComparer.Ordinal));
            Token = await Gateway.TokenAsync("planner");
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            foreach (var service in Services.Values)
                await service.DisposeAsync();
        }
    }
}
