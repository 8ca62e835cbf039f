using Microsoft.EntityFrameworkCore;
using Renovation.ProjectCatalog.Storage;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Units;

/// <summary>Units that answer for enterprises and projects.</summary>
internal static class ReportingUnits
{
    /// <summary>Refuses a code that is no reporting unit's.</summary>
    /// <exception cref="DomainException">UNKNOWN_UNIT, NOT_REPORTING.</exception>
    public static async Task RequireAsync(CatalogDbContext db, string code, string field, CancellationToken cancellationToken)
    {
        var reporting = await db.Units.Where(unit => unit.Code == code).Select(unit => (bool?)unit.Reporting).SingleOrDefaultAsync(cancellationToken);
        if (reporting is null)
            throw DomainException.Invalid(field, "UNKNOWN_UNIT", new LocalText($"没有单位 {code}。", $"There is no unit {code}."));
        if (reporting is false)
            throw DomainException.Invalid(field, "NOT_REPORTING", new LocalText($"单位 {code} 不是填报单位。", $"Unit {code} does not report."));
    }
}
