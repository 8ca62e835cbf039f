using System.Threading.RateLimiting;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Hosting;

/// <summary>
/// A token bucket per client, by the subject of its token: <c>Gateway:RateLimit:PerSecond</c> (200) and <c>:Burst</c> (400). Another per address for whoever has
/// no valid token, sign-ins included: <c>:AnonymousPerSecond</c> (20) and <c>:AnonymousBurst</c> (100). Each gateway counts for itself.
/// </summary>
internal sealed class RateLimits(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private readonly PartitionedRateLimiter<string> _clients = Create(configuration, "Gateway:RateLimit:PerSecond", 200, "Gateway:RateLimit:Burst", 400);
    private readonly PartitionedRateLimiter<string> _addresses = Create(configuration, "Gateway:RateLimit:AnonymousPerSecond", 20, "Gateway:RateLimit:AnonymousBurst", 100);

    /// <summary>Takes a permit of the client.</summary>
    /// <exception cref="DomainException">RATE_LIMITED.</exception>
    public void RequireByClient(Caller caller) => Require(_clients, caller.Subject);

    /// <summary>Takes a permit of the address that the request comes from.</summary>
    /// <exception cref="DomainException">RATE_LIMITED.</exception>
    public void RequireByAddress(HttpContext http) => Require(_addresses, http.Connection.RemoteIpAddress?.ToString() ?? "");

    public void Dispose()
    {
        _clients.Dispose();
        _addresses.Dispose();
    }

    private static void Require(PartitionedRateLimiter<string> limiter, string partition)
    {
        using var lease = limiter.AttemptAcquire(partition);
        if (lease.IsAcquired)
            return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        throw DomainException.TooMany("RATE_LIMITED", new("请求过于频繁，请稍后重试。", "Too many requests, try again later."), wait);
    }

    // Filled ten times a second, so that a caller at its limit is slowed down evenly. Small rates are filled less often, a permit at a time.
    private static PartitionedRateLimiter<string> Create(IConfiguration configuration, string rateSetting, int rate, string burstSetting, int burst)
    {
        var perSecond = Math.Max(1, configuration.GetValue(rateSetting, rate));
        var permits = Math.Max(1, (int)(perSecond * Period.TotalSeconds));
        var options = new TokenBucketRateLimiterOptions
        {
            TokensPerPeriod = permits,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)permits / perSecond),
            TokenLimit = Math.Max(permits, configuration.GetValue(burstSetting, burst)),
            QueueLimit = 0,
        };
        return PartitionedRateLimiter.Create<string, string>(partition => RateLimitPartition.GetTokenBucketLimiter(partition, _ => options), StringComparer.Ordinal);
    }
}

/// <summary>Limits sign-ins by address, before a secret or a password is looked at.</summary>
internal sealed class SignInLimit(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase))
            limits.RequireByAddress(http);
        return next(http);
    }
}
