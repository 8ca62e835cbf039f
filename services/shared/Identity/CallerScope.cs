using Renovation.Shared.Errors;

namespace Renovation.Shared.Identity;

/// <summary>What a list may show: <paramref name="Units"/> (null: every unit) and, for enterprises, only <paramref name="Enterprise"/> (null: every one).</summary>
/// <param name="Units">Codes to which the query is narrowed, or null.</param>
/// <param name="Enterprise">Unified social credit code to which the query is narrowed, or null.</param>
public sealed record UnitFilter(IReadOnlyList<string>? Units, string? Enterprise)
{
    /// <summary>True when nothing is narrowed.</summary>
    public bool Everything => Units is null && Enterprise is null;

    /// <summary>Gives a text that is the same for filters that show the same.</summary>
    public string Key => $"{(Units is null ? "*" : string.Join(',', Units))}|{Enterprise ?? "*"}";
}

/// <summary>Narrows lists to what the caller may see; for methods whose target is <see cref="AccessTarget.Narrowed"/>.</summary>
public sealed class CallerScope(CallContext call)
{
    /// <summary>
    /// Gives what the list may show. With <see cref="Reach.All"/>: the subtree of <paramref name="requestedUnit"/>, or everything when it is empty. With
    /// <see cref="Reach.Own"/>: the same within the caller's unit, or the caller's own enterprise.
    /// </summary>
    /// <exception cref="DomainException">FOREIGN_UNIT: the requested unit lies outside the caller's.</exception>
    public async ValueTask<UnitFilter> RequireUnitAsync(string? requestedUnit, CancellationToken cancellationToken)
    {
        var asked = string.IsNullOrEmpty(requestedUnit) ? null : requestedUnit;
        var caller = call.Caller;
        if (call.Reach == Reach.All)
            return new UnitFilter(asked is null ? null : await SubtreeAsync(asked, cancellationToken), null);
        if (call.Reach == Reach.None)
            throw Foreign(asked ?? "");
        if (caller.Role == Role.Enterprise)
            return new UnitFilter(asked is null ? null : await SubtreeAsync(asked, cancellationToken), caller.Enterprise ?? throw Foreign(asked ?? ""));
        if (caller.Unit.Length == 0 || (asked is not null && !await Policy.IsWithinAsync(asked, caller.Unit, cancellationToken)))
            throw Foreign(asked ?? "");
        return new UnitFilter(await SubtreeAsync(asked ?? caller.Unit, cancellationToken), null);
    }

    private AccessPolicy Policy => call.Policy ?? throw new InvalidOperationException("The scope serves no call.");

    private ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) => Policy.SubtreeAsync(unit, cancellationToken);

    private static DomainException Foreign(string unit) =>
        DomainException.Denied("FOREIGN_UNIT", new($"单位 {unit} 不在您的管辖范围内。", $"Unit {unit} lies outside yours."));
}
