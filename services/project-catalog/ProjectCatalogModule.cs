using Renovation.ProjectCatalog.Access;
using Renovation.ProjectCatalog.Audit;
using Renovation.ProjectCatalog.Enterprises;
using Renovation.ProjectCatalog.Imports;
using Renovation.ProjectCatalog.Library;
using Renovation.ProjectCatalog.Plans;
using Renovation.ProjectCatalog.Screenings;
using Renovation.ProjectCatalog.Storage;
using Renovation.ProjectCatalog.Units;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Messaging;
using Renovation.Shared.Operations;
using Renovation.Shared.Storage;

namespace Renovation.ProjectCatalog;

/// <summary>The service as a part of a process.</summary>
public static class ProjectCatalogModule
{
    private const string Name = "catalog";

    /// <summary>Adds the service: its database, its access rules and its consumers.</summary>
    public static WebApplicationBuilder AddProjectCatalog(this WebApplicationBuilder builder)
    {
        builder.AddModule(new Module(Name, "renovation.catalog.v1", typeof(CatalogDbContext), typeof(CatalogAccessPolicy)));
        var services = builder.Services;
        services.AddModuleStorage<CatalogDbContext, SqliteCatalogDbContext>(Name, builder.Configuration);
        services.AddUnitTree<CatalogDbContext>(db => db.Units.Select(unit => new UnitNode(unit.Code, unit.Parent)));
        services.AddScoped<CandidateIntake>();
        services.AddEventHandler<CatalogDbContext, ReturnAcceptedHandler, ReturnAccepted>(Name);
        services.AddEventHandler<CatalogDbContext, WithdrawalProposedHandler, WithdrawalProposed>(Name);
        services.AddAttachments<CatalogDbContext>(Name, builder.Configuration);
        services.AddOperations<CatalogDbContext, ImportOperations>();
        services.AddSingleton(AboveScale.Read(builder.Configuration)).AddSingleton<AnswerCache<(int Year, string Filter), PlanSummary>>();
        services.AddScoped<ProjectImport>().AddScoped<LibraryWorkbook>().AddScoped<PlanWorkbook>().AddScoped<PlanExport>().AddScoped<ScreeningRun>().AddScoped<PlanNotice>().AddScoped<PlanAdjust>().AddScoped<PlanPast>();
        services.AddStartTask("reference units", ReferenceCity.SeedAsync);
        services.AddStartTask("project index", ProjectIndexing.RunAsync);
        services.AddStartTask("sample library", DemoLibrary.ImportAsync);
        return builder;
    }

    /// <summary>Maps its gRPC services, and with them their REST paths.</summary>
    public static WebApplication MapProjectCatalog(this WebApplication app)
    {
        app.MapGrpcService<UnitApi>();
        app.MapGrpcService<EnterpriseApi>();
        app.MapGrpcService<ProjectApi>();
        app.MapGrpcService<ProcedureApi>();
        app.MapGrpcService<OperationApi>();
        app.MapGrpcService<AttachmentApi>();
        app.MapAttachments<CatalogDbContext>(Name, Protos.Catalog.V1.AttachmentService.Descriptor);
        app.MapGrpcService<PlanApi>();
        app.MapGrpcService<ScreeningApi>();
        app.MapGrpcService<JournalApi>();
        return app;
    }
}
