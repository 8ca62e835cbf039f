using Renovation.ProjectCatalog.Plans;

namespace Renovation.ProjectCatalog.Screenings;

/// <summary>A decision as it is kept.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Unit">Its reporting unit then.</param>
/// <param name="Chosen">Whether it is proposed.</param>
/// <param name="Score">Its score.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Position">Place in the proposal from 1, 0 when it is not chosen.</param>
/// <param name="Entry">The year attributes proposed, null when it is not chosen.</param>
internal sealed record StoredDecision(string Project, string Unit, bool Chosen, ScreeningScore Score, IReadOnlyList<ScreeningReason> Reasons, int Position, YearAttributes? Entry);
