using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Renovation.Shared.Hosting;

/// <summary>Runs the start tasks before any other part of the process starts; a task that fails stops the start.</summary>
internal sealed class StartTaskRunner(IEnumerable<StartTask> tasks, IServiceScopeFactory scopes, ILogger<StartTaskRunner> logger, StartPhase phase) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            logger.LogDebug("Start task {Task}", task.Name);
            await using var scope = scopes.CreateAsyncScope();
            await task.RunAsync(scope.ServiceProvider, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        phase.IsOver = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Says whether the process is still starting. Why a start fails is told once, by whoever asked for it, and not by the host and the bus as well.</summary>
internal sealed class StartPhase
{
    private volatile bool _isOver;

    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    /// <summary>Lets a category tell warnings and errors only once the process has started.</summary>
    public void Hush(ILoggingBuilder logging, string category) => logging.AddFilter(category, level => _isOver && level >= LogLevel.Warning);
}
