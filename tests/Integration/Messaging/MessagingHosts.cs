using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Storage;
using Xunit;

namespace Renovation.Tests.Integration.Messaging;

/// <summary>A module that publishes notes as UnitChanged, and one that listens, as the processes of either shape.</summary>
internal static class MessagingHosts
{
    public static Task<ModuleHost> PublisherAsync(string? database = null) => StartAsync(ModuleHost.Postgres, ["catalog"], AddPublisher, "rabbitmq", null, database);

    /// <summary>A publisher that reaches the broker by a detour and does not wait long for it.</summary>
    public static Task<ModuleHost> PublisherAsync(Detour detour) => StartAsync(ModuleHost.Postgres, ["catalog"], AddPublisher, "rabbitmq", null, null, new(StringComparer.Ordinal)
    {
        ["Messaging:RabbitMq"] = detour.Address,
        ["Messaging:ConfirmationSeconds"] = "2",
    });

    public static Task<ModuleHost> SubscriberAsync(Trouble trouble) => StartAsync(ModuleHost.Postgres, ["progress"], AddSubscriber, "rabbitmq", trouble);

    public static Task<ModuleHost> BothAsync(string transport, Trouble trouble) => StartAsync(
        transport == "memory" ? ModuleHost.Sqlite : ModuleHost.Postgres,
        ["catalog", "progress"],
        builder =>
        {
            AddPublisher(builder);
            AddSubscriber(builder);
        },
        transport,
        trouble);

    public static async Task<T> UseAsync<TContext, T>(this ModuleHost host, Func<TContext, Task<T>> work)
        where TContext : JournaledDbContext
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("writer");
        return await work(scope.ServiceProvider.GetRequiredService<TContext>());
    }

    public static Task<int> AddAsync(this ModuleHost host, string code) => host.UseAsync<NoteContext, int>(db =>
    {
        db.Notes.Add(Note.Create(code, "new"));
        return db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    public static Task<int> WriteAsync(this ModuleHost host, string code, string text) => host.UseAsync<NoteContext, int>(async db =>
    {
        (await db.Notes.SingleAsync(note => note.Id == code, TestContext.Current.CancellationToken)).Write(text);
        return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    public static Task<List<Heard>> HeardAsync(this ModuleHost host) =>
        host.UseAsync<EchoContext, List<Heard>>(db => db.Heard.AsNoTracking().OrderBy(row => row.Id).ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>Waits until so many events were handled, and a moment longer for what should not come.</summary>
    public static async Task<List<Heard>> HearsAsync(this ModuleHost host, int count)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if ((await host.HeardAsync()).Count >= count)
                break;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await Task.Delay(500, TestContext.Current.CancellationToken);
        return await host.HeardAsync();
    }

    private static Task<ModuleHost> StartAsync(string provider, string[] modules, Action<WebApplicationBuilder> add, string transport, Trouble? trouble, string? database = null, Dictionary<string, string?>? more = null) =>
        ModuleHost.StartAsync(provider, modules, add, _ => { }, builder =>
        {
            // As a source of its own: what is set through the indexer is overwritten by the sources that are read again.
            var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messaging:Transport"] = transport };
            if (transport != "memory")
                settings["Messaging:RabbitMq"] = Broker.Address;
            if (database is not null)
                settings["ConnectionStrings:catalog"] = database;
            foreach (var (key, value) in more ?? [])
                settings[key] = value;
            builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton(trouble ?? new Trouble());
        });

    private static void AddPublisher(WebApplicationBuilder builder)
    {
        builder.AddModule(new Module("catalog", "renovation.catalog.v1", typeof(NoteContext), typeof(NobodyPolicy)));
        builder.Services.AddModuleStorage<NoteContext, SqliteNoteContext>("catalog", builder.Configuration);
        AddTables<NoteContext>(builder);
    }

    private static void AddSubscriber(WebApplicationBuilder builder)
    {
        builder.AddModule(new Module("progress", "renovation.progress.v1", typeof(EchoContext), typeof(NobodyPolicy)));
        builder.Services.AddModuleStorage<EchoContext, SqliteEchoContext>("progress", builder.Configuration);
        builder.Services.AddEventHandler<EchoContext, EchoHandler, UnitChanged>("progress");
        AddTables<EchoContext>(builder);
    }

    private static void AddTables<TContext>(WebApplicationBuilder builder)
        where TContext : JournaledDbContext => builder.Services.AddStartTask("tables", async (scope, cancellationToken) =>
        {
            var creator = scope.GetRequiredService<TContext>().GetService<IRelationalDatabaseCreator>();
            if (!await scope.GetRequiredService<TContext>().Database.SqlQueryRaw<int>(Exists(builder.Configuration)).AnyAsync(cancellationToken))
                await creator.CreateTablesAsync(cancellationToken);
        });

    private static string Exists(IConfiguration configuration) => configuration["Storage:Provider"] == ModuleHost.Sqlite
        ? "SELECT 1 AS \"Value\" FROM sqlite_master WHERE name = 'journal'"
        : "SELECT 1 AS \"Value\" FROM pg_tables WHERE tablename = 'journal'";
}
