using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Storage;
using Xunit;

namespace Renovation.Tests.Integration.Storage;

/// <summary>An empty database of its own for one test, on a real server or in a real file, wired as services wire theirs.</summary>
internal sealed class NoteDatabase : IAsyncDisposable
{
    public const string Postgres = "postgres";
    public const string Sqlite = "sqlite";
    private readonly string _name = $"notes_{Guid.CreateVersion7():N}";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"renovation-{Guid.CreateVersion7():N}");
    private readonly bool _sqlite;
    private ServiceProvider _services = null!;

    private NoteDatabase(bool sqlite) => _sqlite = sqlite;

    public StorageLocation Location => _services.GetRequiredService<ModuleDatabase<NoteContext>>().Location;

    public static async Task<NoteDatabase> CreateAsync(string provider)
    {
        var database = new NoteDatabase(provider == Sqlite);
        await database.OpenAsync();
        return database;
    }

    public Sealer<NoteContext> NewSealer() => ActivatorUtilities.CreateInstance<Sealer<NoteContext>>(_services);

    /// <summary>Works on a context of its own as the caller <c>writer</c>.</summary>
    public async Task<T> UseAsync<T>(Func<NoteContext, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallContext>().ActAs("writer");
        return await work(scope.ServiceProvider.GetRequiredService<NoteContext>());
    }

    public Task UseAsync(Func<NoteContext, Task> work) => UseAsync(async db =>
    {
        await work(db);
        return 0;
    });

    /// <summary>Works on the context of a leader.</summary>
    public async Task UseAsync(Leadership leader, Func<NoteContext, Task> work)
    {
        await using var scope = _services.CreateAsyncScope();
        await work(leader.ContextIn<NoteContext>(scope.ServiceProvider));
    }

    public Task AddAsync(string id, string text) => UseAsync(db =>
    {
        db.Notes.Add(Note.Create(id, text));
        return db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    public Task<List<JournalRow>> RowsAsync() =>
        UseAsync(db => db.Journal.AsNoTracking().OrderBy(row => row.Id).ToListAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await UseAsync(db => db.Database.EnsureDeletedAsync());
        await _services.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task OpenAsync()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:Provider"] = _sqlite ? Sqlite : Postgres };
        if (_sqlite)
        {
            Directory.CreateDirectory(_folder);
            settings["Storage:Folder"] = _folder;
        }
        else
        {
            var server = Environment.GetEnvironmentVariable("RENOVATION_TEST_POSTGRES") ?? throw new InvalidOperationException("Start the tests with tests/run: RENOVATION_TEST_POSTGRES is not set.");
            settings["ConnectionStrings:notes"] = new NpgsqlConnectionStringBuilder(server) { Database = _name, MaxPoolSize = 20 }.ConnectionString;
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddScoped<CallContext>();
        services.AddModuleStorage<NoteContext, SqliteNoteContext>("notes", new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        _services = services.BuildServiceProvider(validateScopes: true);
        await UseAsync(db => db.Database.EnsureCreatedAsync());
    }
}
