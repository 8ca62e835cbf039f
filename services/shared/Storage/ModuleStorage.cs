using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Messaging;

namespace Renovation.Shared.Storage;

/// <summary>Registers the database of a module.</summary>
public static class ModuleStorage
{
    /// <summary>Key of a context that is made for its scope alone, for whoever changes its settings or connection.</summary>
    internal const string Unpooled = "unpooled";

    /// <summary>
    /// Adds the database of <paramref name="module"/>: PostgreSQL at <c>ConnectionStrings:{module}</c>, or the SQLite file <c>{module}.db</c> in
    /// <c>Storage:Folder</c>, as <c>Storage:Provider</c> says (<c>postgres</c>, the default, or <c>sqlite</c>). Migrations are applied at start, under a lock;
    /// then its journal is sealed by one process of all that serve the module.
    /// </summary>
    public static IServiceCollection AddModuleStorage<TContext, TSqlite>(this IServiceCollection services, string module, IConfiguration configuration)
        where TContext : JournaledDbContext
        where TSqlite : TContext
    {
        services.TryAddSingleton<JournalSignals>();
        services.TryAddSingleton<JournalWriter>();
        var location = StorageLocation.Read(module, configuration);
        services.AddSingleton(new ModuleDatabase<TContext>(location));
        if (location.IsSqlite)
            AddContext<TContext, TSqlite>(services, location);
        else
            AddContext<TContext, TContext>(services, location);
        services.AddHostedService<Sealer<TContext>>();
        services.AddScoped<JournalReader<TContext>>();
        services.AddSingleton<Relay<TContext>>();
        services.AddScoped(provider => new ParkedMessages<TContext>(provider.GetRequiredService<TContext>(), provider.GetRequiredService<Relay<TContext>>()));

        // Owned by the container, so that it is held until the process has stopped everything else.
        if (location.IsSqlite)
            services.AddKeyedSingleton(module, (_, _) => FolderLock.Take(location));
        services.AddStartTask($"{module} data folder", (scope, _) =>
        {
            if (location.IsSqlite)
                scope.GetRequiredKeyedService<FolderLock>(module);
            return Task.CompletedTask;
        });
        services.AddStartTask($"{module} migrations", (scope, cancellationToken) => Migrations.ApplyAsync(scope.GetRequiredService<TContext>(), location, cancellationToken));
        return services;
    }

    /// <summary>Configures a context for migrations at design time; no server is asked.</summary>
    public static DbContextOptions<TContext> DesignTime<TContext>(bool sqlite)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        StorageLocation.DesignTime(sqlite).Use(options);
        return options.Options;
    }

    // Contexts are used again: to make one is as dear as a short query.
    private static void AddContext<TContext, TActual>(IServiceCollection services, StorageLocation location)
        where TContext : JournaledDbContext
        where TActual : TContext
    {
        services.AddPooledDbContextFactory<TActual>((provider, options) => Configure(provider, options, location));
        services.AddScoped<TContext>(provider =>
        {
            var db = provider.GetRequiredService<IDbContextFactory<TActual>>().CreateDbContext();
            db.Call = provider.GetRequiredService<CallContext>();

            // A save that fails fails its whole transaction: a savepoint to go back to is of no use to anybody.
            db.Database.AutoSavepointsEnabled = false;
            return db;
        });
        services.AddKeyedScoped<TContext>(Unpooled, (provider, _) => ActivatorUtilities.CreateInstance<TActual>(provider));
    }

    private static void Configure(IServiceProvider provider, DbContextOptionsBuilder options, StorageLocation location)
    {
        location.Use(options);
        options.AddInterceptors(provider.GetRequiredService<JournalWriter>());
        if (location.IsSqlite)
            options.AddInterceptors(DurableSqlite.Instance);
        else
            options.AddInterceptors(LockingReader.Instance);
    }
}

/// <summary>Where the database of a context is.</summary>
internal sealed record ModuleDatabase<TContext>(StorageLocation Location);
