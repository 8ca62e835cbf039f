using System.Net;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>A process of the suite inside the test: real endpoints on free ports, a database of its own on a real server or in a real file, tokens of a <see cref="TestAuthority"/>.</summary>
internal sealed class ModuleHost : IAsyncDisposable
{
    public const string Postgres = "postgres";
    public const string Sqlite = "sqlite";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"renovation-{Guid.CreateVersion7():N}");
    private readonly List<string> _databases = [];
    private readonly List<IDisposable> _channels = [];
    private WebApplication _app = null!;

    private ModuleHost(TestAuthority authority) => Authority = authority;

    public TestAuthority Authority { get; }

    /// <summary>Address of gRPC and REST, HTTP/2 without TLS.</summary>
    public string Address { get; private set; } = "";

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a process with the modules that <paramref name="add"/> adds and <paramref name="map"/> maps.</summary>
    /// <param name="provider"><see cref="Postgres"/> or <see cref="Sqlite"/>.</param>
    /// <param name="modules">Short names of the modules, which get a database each.</param>
    /// <param name="configure">More settings, or parts to replace, e.g. a <c>FakeTimeProvider</c>.</param>
    public static async Task<ModuleHost> StartAsync(
        string provider, string[] modules, Action<WebApplicationBuilder> add, Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null)
    {
        var host = new ModuleHost(await TestAuthority.StartAsync());
        await host.RunAsync(provider, modules, add, map, configure);
        return host;
    }

    /// <summary>Gives a way to call the process as someone; null calls without a token.</summary>
    public CallInvoker As(string? token, string language = "zh-CN")
    {
        var channel = GrpcChannel.ForAddress(Address);
        _channels.Add(channel);
        return channel.Intercept(headers =>
        {
            if (token is not null)
                headers.Add("authorization", $"Bearer {token}");
            headers.Add("accept-language", language);
            return headers;
        });
    }

    public CallInvoker As(Role role, string unit = "", string subject = "", string? enterprise = null) => As(Authority.TokenFor(role, unit, subject, enterprise));

    /// <summary>Gives a client for the REST paths.</summary>
    public HttpClient Rest(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        _channels.Add(client);
        return client;
    }

    /// <summary>Stops the process and keeps its data.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Authority.DisposeAsync();
        foreach (var database in _databases)
            await DropAsync(database);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string provider, string[] modules, Action<WebApplicationBuilder> add, Action<WebApplication> map, Action<WebApplicationBuilder>? configure)
    {
        Address = $"http://127.0.0.1:{Ports.Free()}";
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Endpoints:Grpc"] = Address,
            ["Endpoints:Health"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Auth:Authority"] = Authority.Address,
            ["Storage:Provider"] = provider,
            ["Messaging:Transport"] = "memory",
            ["Attachments:Folder"] = Path.Combine(_folder, "attachments"),
            ["Shutdown:Drain"] = "00:00:00",
            ["Logging:LogLevel:Default"] = "Warning",
        };
        if (provider == Sqlite)
        {
            Directory.CreateDirectory(_folder);
            settings["Storage:Folder"] = _folder;
        }
        else
        {
            foreach (var module in modules)
                settings[$"ConnectionStrings:{module}"] = await NewDatabaseAsync(module);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        configure?.Invoke(builder);

        // What a test sets by hand over a setting of a source is lost when the sources are read again: it becomes a source of its own.
        builder.Configuration.AddInMemoryCollection([.. settings.Keys.Select(key => KeyValuePair.Create(key, builder.Configuration[key]))]);
        builder.AddRenovationDefaults();
        add(builder);
        builder.AddRenovationMessaging();
        _app = builder.Build();
        _app.MapRenovationDefaults();
        map(_app);
        await _app.StartAsync();
    }

    private async Task<string> NewDatabaseAsync(string module)
    {
        var name = $"{module}_{Guid.CreateVersion7():N}";
        _databases.Add(name);
        await ExecuteAsync($"CREATE DATABASE \"{name}\"");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 30 }.ConnectionString;
    }

    private static string Server =>
        Environment.GetEnvironmentVariable("RENOVATION_TEST_POSTGRES") ?? throw new InvalidOperationException("Start the tests with tests/run: RENOVATION_TEST_POSTGRES is not set.");

    private static Task DropAsync(string database) => ExecuteAsync($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
