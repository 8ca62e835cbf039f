using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using OpenIddict.EntityFrameworkCore.Models;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Console;
using Renovation.Gateway.Identity;
using Renovation.Shared.Domain;
using Renovation.Shared.Hosting;
using Renovation.Shared.Storage;

namespace Renovation.Gateway.Storage;

/// <summary>The database of the gateway: clients, accounts and their sessions, keys, and the journal of sign-ins and refused calls.</summary>
internal class GatewayDbContext(DbContextOptions options) : JournaledDbContext(options), IDataProtectionKeyContext
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<PersonSession> Sessions => Set<PersonSession>();

    public DbSet<ConsoleSession> ConsoleSessions => Set<ConsoleSession>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<OpenIddictEntityFrameworkCoreApplication> Clients => Set<OpenIddictEntityFrameworkCoreApplication>();

    protected override JournalSnapshot Snapshot(Aggregate aggregate) => throw new InvalidOperationException("The gateway writes its journal itself.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("clients");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("authorizations");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("scopes");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("tokens");
        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        modelBuilder.MapAccounts();
        modelBuilder.MapConsoleSessions();
        modelBuilder.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys");

            // Two gateways that make the next key at once make the same generation: the second one fails and takes the first one's.
            key.HasKey(row => row.Generation);
            key.Property(row => row.Generation).ValueGeneratedNever();
            key.HasIndex(row => row.KeyId).IsUnique();
        });
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>The same in a file of SQLite.</summary>
internal sealed class SqliteGatewayDbContext(DbContextOptions<SqliteGatewayDbContext> options) : GatewayDbContext(options);

/// <summary>Makes the context for migrations.</summary>
internal sealed class GatewayDesign : IDesignTimeDbContextFactory<GatewayDbContext>
{
    public GatewayDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<GatewayDbContext>(sqlite: false));
}

/// <summary>Makes the context for migrations of SQLite.</summary>
internal sealed class SqliteGatewayDesign : IDesignTimeDbContextFactory<SqliteGatewayDbContext>
{
    public SqliteGatewayDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<SqliteGatewayDbContext>(sqlite: true));
}

/// <summary>Registers the database of the gateway.</summary>
internal static class GatewayStorage
{
    private const string Module = "gateway";

    public static void AddGatewayStorage(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (configuration["Storage:Provider"] == "sqlite" && configuration["Storage:Folder"] is { Length: > 0 } folder)
            builder.Services.AddStartTask("private database", (_, _) => MakePrivateAsync(folder));
        builder.Services.AddModuleStorage<GatewayDbContext, SqliteGatewayDbContext>(Module, configuration);
        RenovationHost.AddDatabaseCheck(builder.Services, Module, typeof(GatewayDbContext));
    }

    // The file holds the signing keys. SQLite gives its companions the mode of the file.
    private static Task MakePrivateAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{Module}.db");
        using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Task.CompletedTask;
    }
}
