using Renovation.FundingSupport.Access;
using Renovation.FundingSupport.Allocations;
using Renovation.FundingSupport.Applications;
using Renovation.FundingSupport.Audit;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Holdings;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Programs;
using Renovation.FundingSupport.Recommendations;
using Renovation.FundingSupport.Storage;
using Renovation.FundingSupport.Supports;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Clients;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.FundingSupport;

/// <summary>The service as a part of a process.</summary>
public static class FundingSupportModule
{
    private const string Name = "funding";

    /// <summary>Adds the service: its database, its access rules and its consumers.</summary>
    public static WebApplicationBuilder AddFundingSupport(this WebApplicationBuilder builder)
    {
        builder.AddModule(new Module(Name, "renovation.funding.v1", typeof(FundingDbContext), typeof(FundingAccessPolicy)));
        var services = builder.Services;
        services.AddModuleStorage<FundingDbContext, SqliteFundingDbContext>(Name, builder.Configuration);
        services.AddAttachments<FundingDbContext>(Name, builder.Configuration);
        services.AddUnitTree<FundingDbContext>(db => db.Units.Select(unit => new UnitNode(unit.Code, unit.Parent)));
        services.AddEventHandler<FundingDbContext, UnitChangedHandler, UnitChanged>(Name);
        services.AddEventHandler<FundingDbContext, EnterpriseChangedHandler, EnterpriseChanged>(Name);
        services.AddEventHandler<FundingDbContext, ProjectChangedHandler, ProjectChanged>(Name);
        services.AddEventHandler<FundingDbContext, PlanIssuedHandler, PlanIssued>(Name);
        services.AddEventHandler<FundingDbContext, PlanAdjustedHandler, PlanAdjusted>(Name);
        services.AddEventHandler<FundingDbContext, ReturnAcceptedHandler, ReturnAccepted>(Name);
        services.AddStartTask("sample programs", SamplePrograms.SeedAsync);
        services.AddCatalogFeed();
        services.AddServiceClient<ReturnService.ReturnServiceClient>("progress");
        services.AddSingleton(FundingSettings.Read(builder.Configuration));
        services.AddScoped<EligibilityReader>().AddScoped<LedgerReader>().AddScoped<LedgerWorkbook>().AddScoped<FreshFacts>().AddScoped<CatalogReconciliation>().AddScoped<ProgressReconciliation>().AddScoped<Approval>().AddScoped<PublicityList>().AddScoped<RulesPreview>().AddScoped<RecommendationRanking>();
        return builder;
    }

    /// <summary>Maps its gRPC services, and with them their REST paths.</summary>
    public static WebApplication MapFundingSupport(this WebApplication app)
    {
        app.MapGrpcService<ProgramApi>();
        app.MapGrpcService<ApplicationApi>();
        app.MapGrpcService<AwardApi>();
        app.MapGrpcService<LedgerApi>();
        app.MapGrpcService<HoldingApi>();
        app.MapGrpcService<RecommendationApi>();
        app.MapGrpcService<AllocationApi>();
        app.MapGrpcService<SupportApi>();
        app.MapGrpcService<AttachmentApi>();
        app.MapGrpcService<JournalApi>();
        app.MapAttachments<FundingDbContext>(Name, Protos.Funding.V1.AttachmentService.Descriptor);
        return app;
    }
}
