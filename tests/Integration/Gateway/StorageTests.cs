using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Storage;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>The gateway's database.</summary>
public sealed class StorageTests
{
    [Fact]
    public void Model_HasItsMigrations_OnBothDatabases()
    {
        using var postgres = new GatewayDesign().CreateDbContext([]);
        postgres.Database.HasPendingModelChanges().ShouldBeFalse();
        using var sqlite = new SqliteGatewayDesign().CreateDbContext([]);
        sqlite.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task FileWithTheSigningKeys_IsReadByItsOwnerOnly()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var gateway = await GatewayProcess.StartAsync();
        foreach (var file in Directory.GetFiles(gateway.Installation.Folder, "gateway.db*"))
            (OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(file)).ShouldBe(OwnerOnly, file);
    }
}
