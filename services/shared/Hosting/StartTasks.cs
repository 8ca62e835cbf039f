using Microsoft.Extensions.DependencyInjection;

namespace Renovation.Shared.Hosting;

/// <summary>Something to finish before the process listens, e.g. a migration. Runs in a scope of its own, in order of registration.</summary>
/// <param name="Name">Name for the log.</param>
/// <param name="RunAsync">The task.</param>
public sealed record StartTask(string Name, Func<IServiceProvider, CancellationToken, Task> RunAsync);

/// <summary>Registers start tasks.</summary>
public static class StartTasks
{
    /// <summary>Registers a task to finish before the process listens.</summary>
    public static IServiceCollection AddStartTask(this IServiceCollection services, string name, Func<IServiceProvider, CancellationToken, Task> run) =>
        services.AddSingleton(new StartTask(name, run));
}
