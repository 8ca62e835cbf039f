using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.Integration.Fixtures;

namespace Renovation.Tests.Integration.Funding;

/// <summary>Stands in for catalog and progress on real sockets, one a side: answers what a test puts in, hangs or is stopped when a test says so.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    private readonly int _catalogPort = Ports.Free();
    private readonly int _progressPort = Ports.Free();
    private WebApplication? _catalog;
    private WebApplication? _progress;

    public string Catalog => $"http://127.0.0.1:{_catalogPort}";

    public string Progress => $"http://127.0.0.1:{_progressPort}";

    public ConcurrentDictionary<string, Project> Projects { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, Enterprise> Enterprises { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, List<Investment>> Investments { get; } = new(StringComparer.Ordinal);

    /// <summary>Authorization headers that came with the calls.</summary>
    public ConcurrentBag<string> Tokens { get; } = [];

    public bool CatalogHangs { get; set; }

    public bool ProgressHangs { get; set; }

    public async Task StartCatalogAsync() => _catalog = await StartAsync(_catalogPort, app =>
    {
        app.MapGrpcService<ProjectStandIn>();
        app.MapGrpcService<EnterpriseStandIn>();
    });

    public async Task StartProgressAsync() => _progress = await StartAsync(_progressPort, app => app.MapGrpcService<ReturnStandIn>());

    public async Task StopCatalogAsync() => await StopAsync(_catalog);

    public async Task StopProgressAsync() => await StopAsync(_progress);

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_catalog);
        await StopAsync(_progress);
    }

    private static async Task StopAsync(WebApplication? app)
    {
        if (app is null)
            return;

        // Disposing alone leaves connections behind that are taken for living ones.
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<WebApplication> StartAsync(int port, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this).AddGrpc();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private async Task AnswerAsync(bool hangs, ServerCallContext context)
    {
        Tokens.Add(context.RequestHeaders.GetValue("authorization") ?? "");
        if (hangs)
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private static RpcException NotFound() => new(new Status(StatusCode.NotFound, "There is none."));

    private sealed class ProjectStandIn(Neighbours neighbours) : ProjectService.ProjectServiceBase
    {
        public override async Task<Project> GetProject(GetProjectRequest request, ServerCallContext context)
        {
            await neighbours.AnswerAsync(neighbours.CatalogHangs, context);
            return neighbours.Projects.TryGetValue(request.Name, out var project) ? project : throw NotFound();
        }
    }

    private sealed class EnterpriseStandIn(Neighbours neighbours) : EnterpriseService.EnterpriseServiceBase
    {
        public override async Task<Enterprise> GetEnterprise(GetEnterpriseRequest request, ServerCallContext context)
        {
            await neighbours.AnswerAsync(neighbours.CatalogHangs, context);
            return neighbours.Enterprises.TryGetValue(request.Name, out var enterprise) ? enterprise : throw NotFound();
        }
    }

    private sealed class ReturnStandIn(Neighbours neighbours) : ReturnService.ReturnServiceBase
    {
        public override async Task<ListInvestmentsResponse> ListInvestments(ListInvestmentsRequest request, ServerCallContext context)
        {
            await neighbours.AnswerAsync(neighbours.ProgressHangs, context);
            return neighbours.Investments.TryGetValue(request.Parent, out var figures) ? new ListInvestmentsResponse { Investments = { figures } } : new ListInvestmentsResponse();
        }
    }
}
