using Microsoft.EntityFrameworkCore;

namespace Renovation.Shared.Operations;

/// <summary>The table of a module that has operations.</summary>
public static class OperationModel
{
    /// <summary>Maps it.</summary>
    public static void Configure(ModelBuilder model) => model.Entity<StoredOperation>(operation =>
    {
        operation.ToTable("operations");
        operation.HasKey(row => row.Id);
        operation.HasIndex(row => new { row.Subject, row.Id });

        // What the runners poll: empty but for what is under way.
        operation.HasIndex(row => row.LeaseTime).HasFilter("state = 1");
    });
}
