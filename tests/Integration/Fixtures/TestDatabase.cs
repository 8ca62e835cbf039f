using Npgsql;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>Databases of their own on the test server.</summary>
internal static class TestDatabase
{
    private static string Server =>
        Environment.GetEnvironmentVariable("RENOVATION_TEST_POSTGRES") ?? throw new InvalidOperationException("Start the tests with tests/run: RENOVATION_TEST_POSTGRES is not set.");

    /// <summary>Creates an empty database; gives its connection string.</summary>
    public static async Task<string> CreateAsync(string prefix)
    {
        var name = $"{prefix}_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"CREATE DATABASE \"{name}\"");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    public static Task DropAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
