using Renovation.ProgressReporting.Returns;

namespace Renovation.ProgressReporting.Problems;

/// <summary>Where a problem stands.</summary>
internal enum ProblemState
{
    /// <summary>办理中.</summary>
    Open = 1,

    /// <summary>已解决, not confirmed yet.</summary>
    Resolved = 2,

    /// <summary>已销号.</summary>
    Closed = 3,
}

/// <summary>What happened to a problem.</summary>
internal enum ProblemStep
{
    Raised = 1,
    ReportedAgain = 2,
    Noted = 3,
    Escalated = 4,
    HandedBack = 5,
    Resolved = 6,
    Rejected = 7,
    Closed = 8,
    Corrected = 9,
}

/// <summary>Something that happened to a problem, with level and owner afterwards.</summary>
internal sealed record ProblemAction(DateTime Time, string Actor, ProblemStep Step, string Text, ProblemLevel Level, string Owner);

/// <summary>Who does something, and when by the business clock.</summary>
/// <param name="Actor">Subject, or the name of the service.</param>
/// <param name="Now">UTC.</param>
/// <param name="Today">Day in the zone of the calendar.</param>
internal sealed record Moment(string Actor, DateTime Now, DateOnly Today);

/// <summary>The project that has a problem.</summary>
/// <param name="Id">Id of the project.</param>
/// <param name="Title">Its title.</param>
/// <param name="Unit">Code of its unit.</param>
/// <param name="Enterprise">Unified social credit code of its owner.</param>
/// <param name="IndustryCode">Its industry, empty when not known.</param>
internal sealed record ProblemProject(string Id, string Title, string Unit, string Enterprise, string IndustryCode);
