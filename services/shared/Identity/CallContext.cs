using Renovation.Shared.Errors;

namespace Renovation.Shared.Identity;

/// <summary>The call being served: one per dependency injection scope. Filled by the access interceptor; consumers and clocks call <see cref="ActAs"/>.</summary>
public sealed class CallContext
{
    private Caller? _caller;

    /// <summary>Who calls.</summary>
    /// <exception cref="InvalidOperationException">Nobody was set: the scope serves no call and nobody called <see cref="ActAs"/>.</exception>
    public Caller Caller => _caller ?? throw new InvalidOperationException("The scope has no caller.");

    /// <summary>True once a caller is set.</summary>
    public bool HasCaller => _caller is not null;

    /// <summary>Language of the caller, Chinese unless asked otherwise.</summary>
    public Language Language { get; private set; } = Language.Chinese;

    /// <summary>Token of the call, forwarded to other services; null when the suite acts by itself.</summary>
    public string? BearerToken { get; private set; }

    /// <summary>How far the caller's role reaches for this method; <see cref="Reach.All"/> when the suite acts by itself.</summary>
    public Reach Reach { get; private set; } = Reach.None;

    /// <summary>Policy of the module that is called; null when the suite acts by itself.</summary>
    internal AccessPolicy? Policy { get; private set; }

    /// <summary>Makes the scope act for the suite itself, e.g. a consumer named <c>progress</c>.</summary>
    public void ActAs(string actor) => (_caller, Reach) = (Caller.System(actor), Reach.All);

    /// <summary>Notes what the call says about itself before it is checked.</summary>
    internal void Begin(Language language) => Language = language;

    /// <summary>Notes who was admitted and how far.</summary>
    internal void Admit(Caller caller, Reach reach, AccessPolicy policy, string? bearerToken)
    {
        _caller = caller;
        Reach = reach;
        Policy = policy;
        BearerToken = bearerToken;
    }
}
