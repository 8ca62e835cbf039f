using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Storage;

namespace Renovation.FundingSupport.Supports;

/// <summary>An award as it is public.</summary>
internal sealed record SupportRow
{
    public required Award Award { get; init; }

    public required string ProgramTitle { get; init; }

    public required string ProjectTitle { get; init; }

    public required string EnterpriseTitle { get; init; }

    public required string UnitTitle { get; init; }
}

/// <summary>An award with what is known of its project.</summary>
internal sealed record SupportedProject
{
    public required string Program { get; init; }

    public required string ProgramTitle { get; init; }

    public required string Unit { get; init; }

    public required string UnitTitle { get; init; }

    public required string Project { get; init; }

    public required string Enterprise { get; init; }

    /// <summary>Awarded less what was released.</summary>
    public required long AwardedYuan { get; init; }

    public required long DisbursedYuan { get; init; }

    public required long RecoveredYuan { get; init; }

    /// <summary>Code of the industry, empty when not known.</summary>
    public required string Industry { get; init; }

    public required string? Stage { get; init; }

    public required long RevenueYuan { get; init; }

    /// <summary>Cumulative in the last accepted return, 0 without one.</summary>
    public required long InvestmentYuan { get; init; }
}

/// <summary>Queries of what was awarded and not revoked.</summary>
internal static class SupportQueries
{
    /// <summary>Gives the awards that count.</summary>
    /// <param name="program">Id of the program, null for all.</param>
    /// <param name="year">Year of the programs, 0 for all.</param>
    public static IQueryable<Award> Awards(FundingDbContext db, string? program, int year)
    {
        var awards = db.Awards.AsNoTracking().Where(award => award.RevokeTime == null);
        if (program is not null)
            awards = awards.Where(award => award.Program == program);
        return year == 0 ? awards : awards.Where(award => db.Programs.Any(one => one.Id == award.Program && one.Year == year));
    }

    /// <summary>Gives awards as they are public, by id; in one statement.</summary>
    public static IQueryable<SupportRow> Public(FundingDbContext db, IQueryable<Award> awards) =>
        from award in awards
        join program in db.Programs.AsNoTracking() on award.Program equals program.Id
        join application in db.Applications.AsNoTracking() on award.Application equals application.Id
        join enterprise in db.Enterprises.AsNoTracking() on award.Enterprise equals enterprise.Uscc into enterprises
        from enterprise in enterprises.DefaultIfEmpty()
        join unit in db.Units.AsNoTracking() on award.Unit equals unit.Code into units
        from unit in units.DefaultIfEmpty()
        orderby award.Id
        select new SupportRow
        {
            Award = award,
            ProgramTitle = program.Title,
            ProjectTitle = application.ProjectTitle,
            EnterpriseTitle = enterprise!.Title ?? award.Enterprise,
            UnitTitle = unit!.Title ?? award.Unit,
        };

    /// <summary>Gives awards with what is known of their projects; in one statement.</summary>
    public static IQueryable<SupportedProject> WithProjects(FundingDbContext db, IQueryable<Award> awards) =>
        from award in awards
        join program in db.Programs.AsNoTracking() on award.Program equals program.Id
        join project in db.Projects.AsNoTracking() on award.Project equals project.Id into projects
        from project in projects.DefaultIfEmpty()
        join enterprise in db.Enterprises.AsNoTracking() on award.Enterprise equals enterprise.Uscc into enterprises
        from enterprise in enterprises.DefaultIfEmpty()
        join unit in db.Units.AsNoTracking() on award.Unit equals unit.Code into units
        from unit in units.DefaultIfEmpty()
        orderby award.Id
        select new SupportedProject
        {
            Program = award.Program,
            ProgramTitle = program.Title,
            Unit = award.Unit,
            UnitTitle = unit!.Title ?? award.Unit,
            Project = award.Project,
            Enterprise = award.Enterprise,
            AwardedYuan = award.AmountYuan - award.ReleasedYuan,
            DisbursedYuan = award.DisbursedYuan,
            RecoveredYuan = award.RecoveredYuan,
            Industry = project!.Industry ?? "",
            Stage = project!.Stage,
            RevenueYuan = ((long?)enterprise!.RevenueYuan) ?? 0,
            InvestmentYuan = db.AcceptedInvestments.Where(investment => investment.Project == award.Project)
                .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => investment.CumulativeYuan).FirstOrDefault(),
        };
}
