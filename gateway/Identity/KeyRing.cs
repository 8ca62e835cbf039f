using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Renovation.Gateway.Identity;

/// <summary>The signing keys of this process: one signs, the next one and the last ones are published beside it.</summary>
internal sealed class KeyRing(KeySchedule schedule, TimeProvider time)
{
    private volatile IReadOnlyList<RingKey> _keys = [];

    /// <summary>The key that signs now.</summary>
    public RsaSecurityKey Current
    {
        get
        {
            var now = time.GetUtcNow().UtcDateTime;
            return _keys.LastOrDefault(key => key.ActiveTime <= now)?.Key ?? throw new InvalidOperationException("There is no signing key.");
        }
    }

    /// <summary>The keys by which tokens may be judged now.</summary>
    public IReadOnlyList<RsaSecurityKey> Published
    {
        get
        {
            var keys = _keys;
            var now = time.GetUtcNow().UtcDateTime;
            return [.. keys.Where((_, index) => !schedule.IsRetired(index + 1 < keys.Count ? keys[index + 1].ActiveTime : null, now)).Select(key => key.Key)];
        }
    }

    /// <summary>Takes the stored keys; those it has stay the same objects.</summary>
    public void Take(IEnumerable<SigningKey> stored)
    {
        var known = _keys.ToDictionary(key => key.Generation);
        _keys = [.. stored.OrderBy(key => key.Generation).Select(key => known.TryGetValue(key.Generation, out var same) ? same : Read(key))];
    }

    private static RingKey Read(SigningKey stored)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(stored.PrivateKey, out _);
        return new RingKey(stored.Generation, new RsaSecurityKey(rsa) { KeyId = stored.KeyId }, stored.ActiveTime);
    }

    private sealed record RingKey(int Generation, RsaSecurityKey Key, DateTime ActiveTime);
}
