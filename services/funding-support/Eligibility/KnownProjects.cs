using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Identity;

namespace Renovation.FundingSupport.Eligibility;

/// <summary>Queries of what is known of projects: everything a page needs in one statement.</summary>
internal static class KnownProjects
{
    /// <summary>Gives the projects in the plan of a year that a list may show, by id.</summary>
    /// <param name="after">Id after which to begin, null for all.</param>
    public static IQueryable<KnownProject> InPlan(FundingDbContext db, int year, UnitFilter filter, string? after)
    {
        var rows =
            from entry in db.PlanEntries.AsNoTracking()
            where entry.Year == year
            join project in db.Projects.AsNoTracking() on entry.Project equals project.Id into projects
            from project in projects.DefaultIfEmpty()
            select new { Entry = entry, Project = project, Unit = project!.Unit ?? entry.Unit, Enterprise = project!.Enterprise ?? entry.Enterprise };
        if (after is not null)
            rows = rows.Where(row => string.Compare(row.Entry.Project, after) > 0);
        if (filter.Units is { } units)
            rows = rows.Where(row => units.Contains(row.Unit));
        if (filter.Enterprise is { } uscc)
            rows = rows.Where(row => row.Enterprise == uscc);
        return from row in rows
               join enterprise in db.Enterprises.AsNoTracking() on row.Enterprise equals enterprise.Uscc into enterprises
               from enterprise in enterprises.DefaultIfEmpty()
               orderby row.Entry.Project
               select new KnownProject
               {
                   Id = row.Entry.Project,
                   Entry = row.Entry,
                   Project = row.Project,
                   Listed = enterprise!.Listed,
                   EnterpriseTime = enterprise!.UpdateTime,
                   PlanYear = year,
                   PlanTime = db.Plans.Where(plan => plan.Year == year).Select(plan => plan.UpdateTime).FirstOrDefault(),
                   AcceptedInvestmentYuan = db.AcceptedInvestments.Where(investment => investment.Project == row.Entry.Project)
                       .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => (long?)investment.CumulativeYuan).FirstOrDefault(),
                   AcceptedReturn = db.AcceptedInvestments.Where(investment => investment.Project == row.Entry.Project)
                       .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => investment.Return).FirstOrDefault(),
                   AcceptTime = db.AcceptedInvestments.Where(investment => investment.Project == row.Entry.Project)
                       .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => (DateTime?)investment.AcceptTime).FirstOrDefault(),
               };
    }

    /// <summary>Finds one project, in the plan of the year or not; null when nothing was heard of it.</summary>
    public static async Task<KnownProject?> FindAsync(FundingDbContext db, int year, string id, CancellationToken cancellationToken)
    {
        var everything = new UnitFilter(null, null);
        return await InPlan(db, year, everything, null).Where(known => known.Id == id).SingleOrDefaultAsync(cancellationToken)
            ?? await Outside(db, id).SingleOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<KnownProject> Outside(FundingDbContext db, string id) =>
        from project in db.Projects.AsNoTracking()
        where project.Id == id
        join enterprise in db.Enterprises.AsNoTracking() on project.Enterprise equals enterprise.Uscc into enterprises
        from enterprise in enterprises.DefaultIfEmpty()
        select new KnownProject
        {
            Id = project.Id,
            Entry = null,
            Project = project,
            Listed = enterprise!.Listed,
            EnterpriseTime = enterprise!.UpdateTime,
            PlanYear = 0,
            PlanTime = null,
            AcceptedInvestmentYuan = db.AcceptedInvestments.Where(investment => investment.Project == project.Id)
                .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => (long?)investment.CumulativeYuan).FirstOrDefault(),
            AcceptedReturn = db.AcceptedInvestments.Where(investment => investment.Project == project.Id)
                .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => investment.Return).FirstOrDefault(),
            AcceptTime = db.AcceptedInvestments.Where(investment => investment.Project == project.Id)
                .OrderByDescending(investment => investment.Period).ThenByDescending(investment => investment.AcceptTime).Select(investment => (DateTime?)investment.AcceptTime).FirstOrDefault(),
        };
}
