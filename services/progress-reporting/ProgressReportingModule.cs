using Renovation.ProgressReporting.Access;
using Renovation.ProgressReporting.Annex2;
using Renovation.ProgressReporting.Audit;
using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Copies;
using Renovation.ProgressReporting.Deliveries;
using Renovation.ProgressReporting.Investments;
using Renovation.ProgressReporting.Overviews;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Reminders;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.ProgressReporting.Targets;
using Renovation.ProgressReporting.Visits;
using Renovation.ProgressReporting.Withdrawals;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Clients;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting;

/// <summary>The service as a part of a process.</summary>
public static class ProgressReportingModule
{
    private const string Name = "progress";

    /// <summary>Adds the service: its database, its access rules, its consumers and its calendar.</summary>
    public static WebApplicationBuilder AddProgressReporting(this WebApplicationBuilder builder)
    {
        builder.AddModule(new Module(Name, "renovation.progress.v1", typeof(ProgressDbContext), typeof(ProgressAccessPolicy)));
        var services = builder.Services;
        services.AddModuleStorage<ProgressDbContext, SqliteProgressDbContext>(Name, builder.Configuration);
        services.AddUnitTree<ProgressDbContext>(db => db.Units.Select(unit => new UnitNode(unit.Code, unit.Parent)));
        services.AddEventHandler<ProgressDbContext, UnitChangedHandler, UnitChanged>(Name);
        services.AddEventHandler<ProgressDbContext, ProjectChangedHandler, ProjectChanged>(Name);
        services.AddEventHandler<ProgressDbContext, PlanIssuedHandler, PlanIssued>(Name);
        services.AddEventHandler<ProgressDbContext, PlanAdjustedHandler, PlanAdjusted>(Name);
        services.AddEventHandler<ProgressDbContext, CandidateConsideredHandler, CandidateConsidered>(Name);
        services.AddCatalogFeed().AddScoped<CatalogReconciliation>();
        services.AddSingleton(ReportingRules.Read(builder.Configuration));
        services.AddScoped<PeriodOpening>().AddScoped<DueTimes>().AddScoped<Ranking>().AddScoped<Evaluation>().AddScoped<ReturnStore>().AddScoped<LineGroup>().AddSingleton<LineUpdates>().AddScoped<Acceptance>().AddScoped<ReturnComparison>().AddScoped<InvestmentReader>().AddScoped<ReturnExport>().AddScoped<ReturnImport>();
        services.AddSingleton(ProblemRules.Read(builder.Configuration)).AddScoped<ProblemDesk>();
        services.AddSingleton(ReminderRules.Read(builder.Configuration)).AddScoped<ReminderDesk>().AddScoped<ReminderLetters>();
        AddDelivery(services, DeliveryRules.Read(builder.Configuration));
        services.AddScoped<PlanCopies>().AddScoped<PlanFollowing>().AddScoped<Prefilling>().AddScoped<OverviewUpkeep>().AddScoped<OverviewReader>().AddScoped<PastOverview>().AddSingleton<AnswerCache<OverviewKey, V1.Overview>>();
        services.AddAttachments<ProgressDbContext>(Name, builder.Configuration);
        services.AddStartTask("standings", OverviewUpkeep.CatchUpAsync);
        services.AddHostedService<PeriodCalendar>().AddHostedService<ProblemClock>().AddHostedService<ReminderClock>().AddHostedService<WithdrawalClock>();
        return builder;
    }

    private static void AddDelivery(IServiceCollection services, DeliveryRules rules)
    {
        services.AddSingleton(rules).AddScoped<IDeliveryChannel, InboxChannel>().AddHostedService<DeliveryClock>();
        if (rules.Smtp is { } smtp)
            services.AddSingleton(smtp).AddScoped<IDeliveryChannel, SmtpChannel>();
    }

    /// <summary>Maps its gRPC services, and with them their REST paths.</summary>
    public static WebApplication MapProgressReporting(this WebApplication app)
    {
        app.MapGrpcService<PeriodApi>();
        app.MapGrpcService<ReturnApi>();
        app.MapGrpcService<CheckApi>();
        app.MapGrpcService<TargetApi>();
        app.MapGrpcService<ProblemApi>();
        app.MapGrpcService<ReminderApi>();
        app.MapGrpcService<OverviewApi>();
        app.MapGrpcService<VisitApi>();
        app.MapGrpcService<AttachmentApi>();
        app.MapGrpcService<JournalApi>();
        app.MapAttachments<ProgressDbContext>(Name, V1.AttachmentService.Descriptor);
        return app;
    }
}
