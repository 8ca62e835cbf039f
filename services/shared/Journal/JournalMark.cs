namespace Renovation.Shared.Journal;

/// <summary>How far the journal of a module had come.</summary>
/// <param name="Sealed">How many changes were sealed.</param>
/// <param name="Open">How many were committed and not sealed yet.</param>
public sealed record JournalMark(long Sealed, long Open)
{
    /// <summary>How many changes were committed; it grows with each, so that two marks of one count have nothing between them.</summary>
    public long Count => Sealed + Open;
}
