using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Holdings;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Recommendations;
using Renovation.Shared.Attachments;
using Renovation.Shared.Domain;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Storage;

/// <summary>The database of funding support.</summary>
internal class FundingDbContext : JournaledDbContext
{
    public FundingDbContext(DbContextOptions<FundingDbContext> options)
        : base(options)
    {
    }

    // For the same on SQLite; several modules in one process have options of their own.
    protected FundingDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<FundingProgram> Programs => Set<FundingProgram>();

    public DbSet<RulesVersion> RulesVersions => Set<RulesVersion>();

    public DbSet<LedgerPosting> Postings => Set<LedgerPosting>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<Award> Awards => Set<Award>();

    public DbSet<Holding> Holdings => Set<Holding>();

    public DbSet<Recommendation> Recommendations => Set<Recommendation>();

    public DbSet<UnitCopy> Units => Set<UnitCopy>();

    public DbSet<EnterpriseCopy> Enterprises => Set<EnterpriseCopy>();

    public DbSet<ProjectCopy> Projects => Set<ProjectCopy>();

    public DbSet<PlanCopy> Plans => Set<PlanCopy>();

    public DbSet<PlanEntryCopy> PlanEntries => Set<PlanEntryCopy>();

    public DbSet<AcceptedInvestment> AcceptedInvestments => Set<AcceptedInvestment>();

    protected override JournalSnapshot Snapshot(Aggregate aggregate) => aggregate switch
    {
        FundingProgram program => new JournalSnapshot(ProgramMapping.ToProto(program), V1.ProgramChanged.Descriptor),
        Application application => new JournalSnapshot(ApplicationMapping.ToProto(application), V1.ApplicationChanged.Descriptor),
        Award award => new JournalSnapshot(AwardMapping.ToProto(award), award.LastPosting switch
        {
            PostingKind.Commitment => V1.AwardGranted.Descriptor,
            PostingKind.Disbursement => V1.FundsDisbursed.Descriptor,
            PostingKind.Recovery => V1.FundsRecovered.Descriptor,
            _ => V1.AwardChanged.Descriptor,
        }),
        Recommendation recommendation => new JournalSnapshot(RecommendationMapping.ToProto(recommendation), V1.RecommendationChanged.Descriptor),
        Holding holding => new JournalSnapshot(HoldingMapping.ToProto(holding, today: null), V1.HoldingChanged.Descriptor),
        _ => throw new InvalidOperationException($"{aggregate.GetType().Name} has no snapshot."),
    };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FundingDbContext).Assembly);
        AttachmentModel.Configure(modelBuilder);
        base.OnModelCreating(modelBuilder);
        if (!Database.IsNpgsql())
            return;

        // Ids are ordered by their bytes, whatever the language of the server.
        foreach (var text in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.ClrType == typeof(string)))
            text.SetCollation("C");
    }
}

/// <summary>The same on SQLite, which has migrations of its own.</summary>
internal sealed class SqliteFundingDbContext(DbContextOptions<SqliteFundingDbContext> options) : FundingDbContext(options);

/// <summary>Makes the context for <c>dotnet ef</c>.</summary>
internal sealed class FundingDesignFactory : IDesignTimeDbContextFactory<FundingDbContext>
{
    public FundingDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<FundingDbContext>(sqlite: false));
}

/// <summary>Makes the SQLite context for <c>dotnet ef</c>.</summary>
internal sealed class SqliteFundingDesignFactory : IDesignTimeDbContextFactory<SqliteFundingDbContext>
{
    public SqliteFundingDbContext CreateDbContext(string[] args) => new(ModuleStorage.DesignTime<SqliteFundingDbContext>(sqlite: true));
}
