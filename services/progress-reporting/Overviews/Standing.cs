namespace Renovation.ProgressReporting.Overviews;

/// <summary>Where the start of a new start stands, whatever day it is.</summary>
internal enum StartStanding
{
    /// <summary>It is no new start.</summary>
    None = 0,

    Open = 1,

    /// <summary>Started by the deadline.</summary>
    Done = 2,

    /// <summary>Started after it.</summary>
    DoneLate = 3,
}

/// <summary>Where the completion of a project that is to complete in the year stands, whatever day it is.</summary>
internal enum CompletionStanding
{
    /// <summary>It is not to complete in the year.</summary>
    None = 0,

    Open = 1,

    /// <summary>Expected after the year.</summary>
    AtRisk = 2,

    Done = 3,
}
