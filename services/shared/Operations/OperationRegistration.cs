using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Operations;

/// <summary>Gives a module its operations.</summary>
public static class OperationRegistration
{
    /// <summary>Adds the room and the runner of a module, whose context maps <see cref="OperationModel"/>, and who does the work.</summary>
    public static IServiceCollection AddOperations<TContext, THandler>(this IServiceCollection services)
        where TContext : JournaledDbContext
        where THandler : class, IOperationHandler
    {
        services.TryAddSingleton<OperationBoard>();
        services.TryAddScoped<OperationProgress>();
        services.AddScoped<IOperationHandler, THandler>();
        services.AddScoped(provider => new OperationRoom<TContext>(
            provider.GetRequiredService<TContext>(), provider.GetRequiredService<CallContext>(), provider.GetRequiredService<OperationBoard>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<OperationRunner<TContext>>();
        return services;
    }
}
