using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Deliveries;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Overviews;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Reminders;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Targets;
using Renovation.ProgressReporting.Visits;
using Renovation.ProgressReporting.Withdrawals;
using Renovation.Shared.Attachments;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Storage;

/// <summary>The database of progress reporting.</summary>
internal class ProgressDbContext : JournaledDbContext
{
    public ProgressDbContext(DbContextOptions<ProgressDbContext> options)
        : base(options)
    {
    }

    // For the same on SQLite; several modules in one process have options of their own.
    protected ProgressDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<Period> Periods => Set<Period>();

    public DbSet<Return> Returns => Set<Return>();

    public DbSet<ReturnLine> Lines => Set<ReturnLine>();

    public DbSet<Investment> Investments => Set<Investment>();

    public DbSet<Target> Targets => Set<Target>();

    public DbSet<UnitFigure> UnitFigures => Set<UnitFigure>();

    public DbSet<Problem> Problems => Set<Problem>();

    public DbSet<Visit> Visits => Set<Visit>();

    public DbSet<WithdrawalProposal> WithdrawalProposals => Set<WithdrawalProposal>();

    public DbSet<Reminder> Reminders => Set<Reminder>();

    public DbSet<Delivery> Deliveries => Set<Delivery>();

    public DbSet<UnitCopy> Units => Set<UnitCopy>();

    public DbSet<ProjectCopy> Projects => Set<ProjectCopy>();

    public DbSet<PlanCopy> Plans => Set<PlanCopy>();

    public DbSet<PlanEntryCopy> PlanEntries => Set<PlanEntryCopy>();

    public DbSet<PlanRevisionCopy> PlanRevisions => Set<PlanRevisionCopy>();

    public DbSet<ProjectStanding> Standings => Set<ProjectStanding>();

    public DbSet<UnitStanding> UnitStandings => Set<UnitStanding>();

    protected override string Parts => "lines";

    protected override JournalSnapshot Snapshot(Aggregate aggregate) => aggregate switch
    {
        Period period => new JournalSnapshot(PeriodMapping.ToProto(period), period.State == PeriodState.Closed ? V1.PeriodClosed.Descriptor : V1.PeriodOpened.Descriptor),
        Target target => new JournalSnapshot(TargetMapping.ToProto(target), null),
        Reminder reminder => new JournalSnapshot(ReminderApi.ToProto(reminder), V1.ReminderIssued.Descriptor),
        Visit visit => new JournalSnapshot(VisitMapping.ToProto(visit), V1.VisitRecorded.Descriptor),
        WithdrawalProposal proposal => new JournalSnapshot(WithdrawalMapping.ToProto(proposal), V1.WithdrawalProposed.Descriptor),
        Problem problem => new JournalSnapshot(ProblemMapping.ToProto(problem), V1.ProblemChanged.Descriptor),
        Return { ChangedLine: { } line } filed => new JournalSnapshot(LineMapping.ToProto(filed, line), null, new JournalPart($"{filed.ResourceName}/{Parts}/{line.Project}", line.Version, Return.LineUpdated)),
        Return filed => new JournalSnapshot(ReturnMapping.ToProto(filed, filed.Lines), filed.Step switch
        {
            ReturnStep.Submitted => V1.ReturnSubmitted.Descriptor,
            ReturnStep.HandedBack => V1.ReturnReturned.Descriptor,
            ReturnStep.Accepted => V1.ReturnAccepted.Descriptor,
            ReturnStep.Reopened => V1.ReturnReopened.Descriptor,
            _ => null,
        }),
        _ => throw new InvalidOperationException($"{aggregate.GetType().Name} has no snapshot."),
    };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ProgressDbContext).Assembly);
        AttachmentModel.Configure(modelBuilder);
        base.OnModelCreating(modelBuilder);
        if (!Database.IsNpgsql())
            return;

        // Periods and codes are ordered by their bytes, whatever the language of the server.
        var texts = modelBuilder.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(part => part.ComplexType.GetProperties())))
            .Where(property => property.ClrType == typeof(string));
        foreach (var text in texts)
            text.SetCollation("C");
    }
}

/// <summary>The same on SQLite, which has migrations of its own.</summary>
internal sealed class SqliteProgressDbContext(DbContextOptions<SqliteProgressDbContext> options) : ProgressDbContext(options);

/// <summary>Makes the context for <c>dotnet ef</c>.</summary>
internal sealed class ProgressDesignFactory : IDesignTimeDbContextFactory<ProgressDbContext>
{
    public ProgressDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<ProgressDbContext>(sqlite: false));
}

/// <summary>Makes the SQLite context for <c>dotnet ef</c>.</summary>
internal sealed class SqliteProgressDesignFactory : IDesignTimeDbContextFactory<SqliteProgressDbContext>
{
    public SqliteProgressDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<SqliteProgressDbContext>(sqlite: true));
}
