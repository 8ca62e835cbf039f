using Renovation.ProjectCatalog.Library;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>A project of the library as a screening sees it.</summary>
/// <param name="Id">Id of the project.</param>
/// <param name="Unit">Code of its reporting unit.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="IndustryCode">Its industry, empty when not known.</param>
/// <param name="TotalYuan">Total investment in yuan.</param>
/// <param name="EquipmentYuan">Equipment in yuan.</param>
/// <param name="OpeningYuan">Investment to the end of the year before, in yuan.</param>
/// <param name="MissingProcedures">Permit steps that are not settled, a bit for each.</param>
/// <param name="StartMonth">First planned month, null when not known.</param>
/// <param name="EndMonth">Last planned month, null when not known.</param>
/// <param name="Started">Whether its start was reported.</param>
internal sealed record ScreeningCandidate(
    string Id,
    string Unit,
    Stage Stage,
    string IndustryCode,
    long TotalYuan,
    long EquipmentYuan,
    long OpeningYuan,
    int MissingProcedures,
    DateOnly? StartMonth,
    DateOnly? EndMonth,
    bool Started)
{
    /// <summary>Tells whether it is planned to complete in a year.</summary>
    public bool CompletesIn(int year) => EndMonth?.Year == year;
}
