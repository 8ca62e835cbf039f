using Google.Protobuf;

namespace Renovation.Shared.Identity;

/// <summary>Access rules of one module. A singleton: what it reads from storage it takes from the scope it is given.</summary>
public abstract class AccessPolicy
{
    /// <summary>Who may call what.</summary>
    public abstract AccessMatrix Matrix { get; }

    /// <summary>Says what <paramref name="request"/> is about. Asked only when the caller's reach is <see cref="Reach.Own"/>, before any handler code.</summary>
    /// <param name="method">Path of the method, <c>/renovation.catalog.v1.ProjectService/GetProject</c>.</param>
    /// <param name="services">Services of the call, e.g. the module's database context.</param>
    public abstract ValueTask<AccessTarget> ResolveAsync(string method, IMessage request, IServiceProvider services, CancellationToken cancellationToken);

    /// <summary>Gives the codes of <paramref name="unit"/> and everything below it; empty when there is no such unit.</summary>
    public abstract ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken);

    /// <summary>Tells whether <paramref name="unit"/> is <paramref name="ancestor"/> or lies below it.</summary>
    public abstract ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken);

    /// <summary>Tells whether <paramref name="target"/> is the caller's own.</summary>
    internal async ValueTask<bool> OwnsAsync(Caller caller, AccessTarget target, CancellationToken cancellationToken)
    {
        switch (target)
        {
            case AccessTarget.PublicTarget or AccessTarget.NarrowedTarget:
                return true;
            case AccessTarget.UnitTarget unit:
                return caller.Role != Role.Enterprise && await HoldsAsync(caller, unit.Code, cancellationToken);
            case AccessTarget.EnterpriseTarget enterprise:
                return caller.Role == Role.Enterprise
                    ? caller.Enterprise is { Length: > 0 } own && own == enterprise.Uscc
                    : await HoldsAsync(caller, enterprise.Unit, cancellationToken);
            case AccessTarget.AnyTarget any:
                foreach (var one in any.Targets)
                {
                    if (await OwnsAsync(caller, one, cancellationToken))
                        return true;
                }

                return false;
            case AccessTarget.AllTarget all:
                foreach (var one in all.Targets)
                {
                    if (!await OwnsAsync(caller, one, cancellationToken))
                        return false;
                }

                return true;
            default:
                return false;
        }
    }

    private ValueTask<bool> HoldsAsync(Caller caller, string unit, CancellationToken cancellationToken) =>
        caller.Unit.Length == 0 || unit.Length == 0 ? ValueTask.FromResult(false) : IsWithinAsync(unit, caller.Unit, cancellationToken);
}
