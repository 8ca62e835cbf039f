using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Renovation.Gateway.Accounts;

/// <summary>The secret of a one-time link with which a person takes up an account. Only its hash is stored.</summary>
internal static class Invitation
{
    /// <summary>Path of the page that takes it; the secret follows.</summary>
    public const string Path = "/account/invitations/";

    /// <summary>Makes one of 256 bits.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Gives what is stored of it.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
