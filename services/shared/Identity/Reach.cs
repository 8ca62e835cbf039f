namespace Renovation.Shared.Identity;

/// <summary>How far a role reaches with a method.</summary>
public enum Reach
{
    /// <summary>Not at all; the default.</summary>
    None,

    /// <summary>What lies in the subtree of the caller's unit; for an enterprise, what is its own.</summary>
    Own,

    /// <summary>Everything.</summary>
    All,
}
