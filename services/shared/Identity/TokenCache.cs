using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Renovation.Shared.Identity;

/// <summary>
/// Judges tokens, and remembers for 30 s which were valid: a client sends the same one with every call, and its signature is the dearest part of a short one. No
/// token is accepted longer than it says itself; one whose key was withdrawn is, for those seconds. What was refused is judged again each time.
/// </summary>
internal sealed class TokenCache(TimeProvider time) : TokenHandler, IDisposable
{
    private const int Most = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private readonly JsonWebTokenHandler _judge = new() { MapInboundClaims = false };
    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <inheritdoc />
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_valid.TryGetValue(token, out TokenValidationResult? known) && time.GetUtcNow().UtcDateTime < known!.SecurityToken.ValidTo + validationParameters.ClockSkew)
            return known;
        var judged = await _judge.ValidateTokenAsync(token, validationParameters);
        if (judged.IsValid)
            _valid.Set(token, judged, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        return judged;
    }

    /// <inheritdoc />
    public override SecurityToken ReadToken(string token) => _judge.ReadToken(token);

    /// <inheritdoc />
    public void Dispose() => _valid.Dispose();
}
