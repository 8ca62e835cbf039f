using Microsoft.EntityFrameworkCore;
using Shouldly;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>Asks PostgreSQL how it would answer a query.</summary>
internal static class QueryPlans
{
    /// <summary>Fills the database with as many rows as make indexes worth their while, however long a busy machine needs for them.</summary>
    public static async Task<int> FillAsync(this DbContext db, string statements)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        return await db.Database.ExecuteSqlRawAsync(statements.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    public static async Task<string> ExplainAsync(this DbContext db, IQueryable query)
    {
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN " + command.CommandText;
        await db.Database.OpenConnectionAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    /// <summary>Holds when nothing is read from one end to the other, and these indexes are used.</summary>
    public static void ShouldUse(this string plan, params string[] indexes)
    {
        plan.ShouldNotContain("Seq Scan", customMessage: plan);
        foreach (var index in indexes)
            plan.ShouldContain(index, customMessage: plan);
    }
}
