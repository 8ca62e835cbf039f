using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Gateway;
using Renovation.Gateway.Identity;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>The real gateway inside the test: real sockets on free ports, a database of its own on a real server or in a real file, its own token endpoint.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    /// <summary>An address at which nobody listens.</summary>
    public const string Nobody = "http://127.0.0.1:9|http://127.0.0.1:9";

    private readonly WebApplication _app;
    private readonly Installation _installation;
    private readonly bool _ownsInstallation;
    private readonly List<IDisposable> _channels = [];

    private GatewayProcess(WebApplication app, Installation installation, bool ownsInstallation) => (_app, _installation, _ownsInstallation) = (app, installation, ownsInstallation);

    public string Address => _app.Configuration["Gateway:Http"]!;

    public string GrpcAddress => _app.Configuration["Gateway:Grpc"]!;

    public string HealthAddress => _app.Configuration["Endpoints:Health"]!;

    public IServiceProvider Services => _app.Services;

    public Installation Installation => _installation;

    /// <summary>Starts a gateway with the demonstration's clients.</summary>
    /// <param name="settings">More settings; those of <c>Services</c> default to nobody.</param>
    /// <param name="installation">The data to start on; without it, data of its own that go with it.</param>
    public static async Task<GatewayProcess> StartAsync(
        Dictionary<string, string?>? settings = null, Installation? installation = null, string provider = ModuleHost.Sqlite, Action<WebApplicationBuilder>? configure = null)
    {
        var data = installation ?? await Installation.CreateAsync(provider);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(data.Settings, StringComparer.OrdinalIgnoreCase)
        {
            ["Gateway:Http"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Gateway:Grpc"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Endpoints:Health"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Services:catalog"] = Nobody,
            ["Services:progress"] = Nobody,
            ["Services:funding"] = Nobody,
            ["Demo:Enabled"] = "true",
            ["Shutdown:Drain"] = "00:00:00",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
            ["Logging:LogLevel:Yarp"] = "Error",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        configure?.Invoke(builder);
        var app = GatewayHost.Build(builder);
        await app.StartAsync();
        return new GatewayProcess(app, data, installation is null);
    }

    /// <summary>Signs in as a client of the demonstration.</summary>
    public Task<string> TokenAsync(string clientId) => TokenAsync(clientId, _installation.SecretOf(clientId));

    public async Task<string> TokenAsync(string clientId, string secret)
    {
        using var response = await SignInAsync(clientId, secret);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!["access_token"]!.GetValue<string>()
            : throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }

    public async Task<HttpResponseMessage> SignInAsync(string clientId, string secret, string? scope = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret };
        if (scope is not null)
            form["scope"] = scope;
        using var content = new FormUrlEncodedContent(form);
        return await client.PostAsync("/connect/token", content);
    }

    /// <summary>Gives a client of the REST port.</summary>
    public HttpClient Rest(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        if (token is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        _channels.Add(client);
        return client;
    }

    /// <summary>Gives a client of the gRPC port that sends whatever it is told.</summary>
    public HttpClient RawGrpc(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(GrpcAddress), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (token is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        _channels.Add(client);
        return client;
    }

    /// <summary>Gives a way to call over gRPC.</summary>
    public CallInvoker Grpc(string? token, string language = "zh-CN")
    {
        var channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _channels.Add(channel);
        return channel.Intercept(headers =>
        {
            if (token is not null)
                headers.Add("authorization", $"Bearer {token}");
            headers.Add("accept-language", language);
            return headers;
        });
    }

    /// <summary>Makes a client past the door, for gateways without the demonstration's.</summary>
    public async Task<string> NewClientTokenAsync(string clientId, Role role, string unit)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var secret = ClientDirectory.NewSecret();
        await scope.ServiceProvider.GetRequiredService<ClientDirectory>().CreateAsync(new ClientFacts(clientId, role, unit, [], null), secret, "test", CancellationToken.None);
        return await TokenAsync(clientId, secret);
    }

    public T Require<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsInstallation)
            await _installation.DisposeAsync();
    }
}
