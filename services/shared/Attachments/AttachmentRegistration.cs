using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Attachments;

/// <summary>Gives a module its attachments.</summary>
public static class AttachmentRegistration
{
    /// <summary>Adds the room of a module, its store and its sweeper; its context maps <see cref="AttachmentModel"/>.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or unknown.</exception>
    public static IServiceCollection AddAttachments<TContext>(this IServiceCollection services, string module, IConfiguration configuration)
        where TContext : JournaledDbContext
    {
        services.AddSingleton(new ModuleBlobs<TContext>(module, BlobStores.Open(module, configuration)));
        services.AddScoped(provider => new AttachmentRoom<TContext>(
            provider.GetRequiredService<TContext>(), provider.GetRequiredService<ModuleBlobs<TContext>>(), provider.GetRequiredService<CallContext>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AttachmentSweeper<TContext>>().AddHostedService(provider => provider.GetRequiredService<AttachmentSweeper<TContext>>());
        return services;
    }
}
