using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Problems;
using Renovation.Shared.Storage;

namespace Renovation.ProgressReporting.Storage;

internal sealed class ProblemConfiguration : IEntityTypeConfiguration<Problem>
{
    public void Configure(EntityTypeBuilder<Problem> builder)
    {
        builder.ToTable("problems");
        builder.HasKey(problem => problem.Id);
        builder.Property(problem => problem.Actions).AsJson();

        // The list of a unit and of an owner in its order, that of a project, and what the clock looks at.
        builder.HasIndex(problem => new { problem.Unit, problem.Id });
        builder.HasIndex(problem => new { problem.Owner, problem.Id });
        builder.HasIndex(problem => problem.Project);
        builder.HasIndex(problem => new { problem.State, problem.DueDate });
    }
}
