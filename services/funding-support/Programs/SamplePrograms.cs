using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Copies;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.FundingSupport.Programs;

/// <summary>The programs of the reference case. The rates of 2017 are not public: these are samples and say so.</summary>
internal static class SamplePrograms
{
    private const int Year = 2017;
    private const string Actor = "demo";
    private const string Source = "样例规则，非正式文件";
    private const long Budget = 200_000_000;

    /// <summary>Adds the samples when the demo is on and there is no program yet.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!services.GetRequiredService<IConfiguration>().GetValue<bool>("Demo:Enabled"))
            return;
        services.GetRequiredService<CallContext>().ActAs(Actor);
        var db = services.GetRequiredService<FundingDbContext>();
        await db.SeedAsync(
            () => db.Programs.AnyAsync(cancellationToken),
            () =>
            {
                db.Programs.AddRange(All(services.GetRequiredService<BusinessClock>().Now));
                return db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
    }

    private static List<FundingProgram> All(DateTime now) =>
    [
        Municipal("municipal-reward-2017", "样例：市级技改竣工项目奖励补助", SupportForm.RewardSubsidy, now, new ProgramRules
        {
            SourceDocument = Source,
            Base = SupportBase.EquipmentInvestment,
            Tiers = [new(0, 500), new(50_000_000, 800)],
            CapYuan = 10_000_000,
            RequiredStages = ProjectStages.CompletedOrFurther,
            PlanMembership = PlanMembership.Required,
            CompletionYear = Year,
        }),
        Municipal("municipal-equity-2017", "样例：市级技改在建项目股权投入", SupportForm.Equity, now, new ProgramRules
        {
            SourceDocument = Source,
            Base = SupportBase.FixedAssetInvestment,
            Tiers = [new(0, 1000)],
            CapYuan = 30_000_000,
            RequiredStages = [ProjectStages.UnderConstruction],
            PlanMembership = PlanMembership.Required,
        }),
        Recommended("provincial-2017", "样例：省级技改专项推荐", ProgramLevel.Provincial, SupportForm.InterestSubsidy),
        Recommended("central-2017", "样例：中央技改专项推荐", ProgramLevel.Central, SupportForm.RewardSubsidy),
    ];

    private static FundingProgram Municipal(string id, string title, SupportForm form, DateTime now, ProgramRules rules)
    {
        var program = FundingProgram.Create(id, title, Year, ProgramLevel.Municipal, form, rules);
        program.Open();
        program.Post(new Posting("demo-budget", PostingKind.Appropriation, "", Budget), default, new Papers("样例预算"), Actor, now);
        return program;
    }

    // The city recommends, others pay: no budget.
    private static FundingProgram Recommended(string id, string title, ProgramLevel level, SupportForm form)
    {
        var program = FundingProgram.Create(id, title, Year, level, form, new ProgramRules
        {
            SourceDocument = Source,
            Base = SupportBase.FixedAssetInvestment,
            Tiers = [new(0, 500)],
            CapYuan = 50_000_000,
            PlanMembership = PlanMembership.Preferred,
            StackingAllowed = true,
        });
        program.Open();
        return program;
    }
}
