using Google.Protobuf.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Screenings;
using Renovation.ProjectCatalog.Units;
using Renovation.Shared.Attachments;
using Renovation.Shared.Domain;
using Renovation.Shared.Operations;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Storage;

/// <summary>The database of the catalog.</summary>
internal class CatalogDbContext : JournaledDbContext
{
    public CatalogDbContext(DbContextOptions<CatalogDbContext> options)
        : base(options)
    {
    }

    // For the same on SQLite; several modules in one process have options of their own.
    protected CatalogDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Enterprise> Enterprises => Set<Enterprise>();

    public DbSet<CandidateReport> CandidateReports => Set<CandidateReport>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<PlanEntry> PlanEntries => Set<PlanEntry>();

    public DbSet<Acknowledgement> Acknowledgements => Set<Acknowledgement>();

    public DbSet<Screening> Screenings => Set<Screening>();

    public DbSet<ScreeningRecord> ScreeningRecords => Set<ScreeningRecord>();

    public DbSet<PlanRevision> PlanRevisions => Set<PlanRevision>();

    protected override JournalSnapshot Snapshot(Aggregate aggregate) => aggregate switch
    {
        Unit unit => new JournalSnapshot(UnitMapping.ToProto(unit), V1.UnitChanged.Descriptor),
        Enterprise enterprise => new JournalSnapshot(EnterpriseMapping.ToProto(enterprise), V1.EnterpriseChanged.Descriptor),
        CandidateReport report => new JournalSnapshot(report.ToProto(), V1.CandidateConsidered.Descriptor),
        Project project => new JournalSnapshot(ProjectMapping.ToProto(project), V1.ProjectChanged.Descriptor),
        Plan plan => new JournalSnapshot(PlanMapping.WithEntries(plan), EventOf(plan)),
        Acknowledgement acknowledgement => new JournalSnapshot(AcknowledgementMapping.ToProto(acknowledgement), acknowledgement.IsPending ? null : V1.PlanAcknowledged.Descriptor),
        Screening screening => new JournalSnapshot(ScreeningMapping.ToProto(screening), null),
        PlanEntry entry => new JournalSnapshot(PlanEntryMapping.ToProto(entry, entry.Facts), null),
        _ => throw new InvalidOperationException($"{aggregate.GetType().Name} has no snapshot."),
    };

    private static MessageDescriptor? EventOf(Plan plan) => plan.News switch
    {
        PlanNews.Issued => V1.PlanIssued.Descriptor,
        PlanNews.Adjusted => V1.PlanAdjusted.Descriptor,
        PlanNews.Closed => V1.PlanClosed.Descriptor,
        _ => null,
    };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CatalogDbContext).Assembly);
        AttachmentModel.Configure(modelBuilder);
        OperationModel.Configure(modelBuilder);
        base.OnModelCreating(modelBuilder);
        if (!Database.IsNpgsql())
            return;

        // Codes and ids are ordered by their bytes, whatever the language of the server, and a prefix finds its place in an index.
        var texts = modelBuilder.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(part => part.ComplexType.GetProperties())))
            .Where(property => property.ClrType == typeof(string));
        foreach (var text in texts)
            text.SetCollation("C");
    }
}

/// <summary>The same on SQLite, which has migrations of its own.</summary>
internal sealed class SqliteCatalogDbContext(DbContextOptions<SqliteCatalogDbContext> options) : CatalogDbContext(options);

/// <summary>Makes the context for <c>dotnet ef</c>.</summary>
internal sealed class CatalogDesignFactory : IDesignTimeDbContextFactory<CatalogDbContext>
{
    public CatalogDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<CatalogDbContext>(sqlite: false));
}

/// <summary>Makes the SQLite context for <c>dotnet ef</c>.</summary>
internal sealed class SqliteCatalogDesignFactory : IDesignTimeDbContextFactory<SqliteCatalogDbContext>
{
    public SqliteCatalogDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<SqliteCatalogDbContext>(sqlite: true));
}
