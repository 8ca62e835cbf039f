namespace Renovation.Shared.Identity;

/// <summary>What a request is about, as far as it matters for <see cref="Reach.Own"/>.</summary>
public abstract record AccessTarget
{
    private AccessTarget()
    {
    }

    /// <summary>Concerns nobody in particular: allowed.</summary>
    public static AccessTarget Public { get; } = new PublicTarget();

    /// <summary>The method itself narrows what it reads by <see cref="CallerScope"/>: allowed.</summary>
    public static AccessTarget Narrowed { get; } = new NarrowedTarget();

    /// <summary>Does not exist or cannot be told: denied, so that nobody learns what exists beyond its reach.</summary>
    public static AccessTarget Unknown { get; } = new UnknownTarget();

    /// <summary>Something of a unit: within reach when the unit lies in the subtree of the caller's; never for an enterprise.</summary>
    public static AccessTarget OfUnit(string code) => new UnitTarget(code);

    /// <summary>Something of an enterprise that <paramref name="unit"/> answers for: the enterprise itself reaches it by <paramref name="uscc"/>, others by the unit.</summary>
    public static AccessTarget OfEnterprise(string uscc, string unit) => new EnterpriseTarget(uscc, unit);

    /// <summary>Within reach when one of them is.</summary>
    public static AccessTarget AnyOf(params AccessTarget[] targets) => new AnyTarget(targets);

    /// <summary>Within reach when each of them is; an empty list is out of reach.</summary>
    public static AccessTarget AllOf(params AccessTarget[] targets) => targets.Length == 0 ? Unknown : new AllTarget(targets);

    internal sealed record PublicTarget : AccessTarget;

    internal sealed record NarrowedTarget : AccessTarget;

    internal sealed record UnknownTarget : AccessTarget;

    internal sealed record UnitTarget(string Code) : AccessTarget;

    internal sealed record EnterpriseTarget(string Uscc, string Unit) : AccessTarget;

    internal sealed record AnyTarget(AccessTarget[] Targets) : AccessTarget;

    internal sealed record AllTarget(AccessTarget[] Targets) : AccessTarget;
}
