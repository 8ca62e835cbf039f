namespace Renovation.Gateway.Identity;

/// <summary>A key that signs tokens, as it is stored.</summary>
internal sealed class SigningKey
{
    /// <summary>Number of the key, from 1; the next key has the next number.</summary>
    public required int Generation { get; init; }

    /// <summary>Id by which tokens name it.</summary>
    public required string KeyId { get; init; }

    /// <summary>RSA key of 3072 bits, PKCS #8.</summary>
    public required byte[] PrivateKey { get; init; }

    /// <summary>When it was made, from which on it is published, UTC.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>When it begins to sign, UTC.</summary>
    public required DateTime ActiveTime { get; init; }
}
