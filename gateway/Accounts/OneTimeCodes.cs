using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;

namespace Renovation.Gateway.Accounts;

/// <summary>The second factor: codes of six digits every 30 seconds (TOTP, RFC 6238), from a secret that an app on the person's phone keeps.</summary>
internal sealed class OneTimeCodes(IDataProtectionProvider protection, TimeProvider time)
{
    private const int KeyBytes = 20;

    // A phone's clock may be half a minute off.
    private static readonly VerificationWindow Tolerance = new(previous: 1, future: 1);
    private readonly IDataProtector _protector = protection.CreateProtector("Renovation.Accounts.SecondFactor");

    /// <summary>Makes a secret, base 32, as apps take it.</summary>
    public static string NewKey() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Gives the address that an app reads from a QR code.</summary>
    public static string AddressOf(string name, string key) => new OtpUri(OtpType.Totp, key, name, "Renovation").ToString();

    /// <summary>Protects a secret for the database.</summary>
    public string Protect(string key) => _protector.Protect(key);

    /// <summary>Gives the time step of a code that is right and newer than the last one taken; null when it is not.</summary>
    public long? Check(string key, string? code, long last)
    {
        var digits = new string([.. (code ?? "").Where(character => !char.IsWhiteSpace(character))]);
        var totp = new Totp(Base32Encoding.ToBytes(key));
        return digits.Length == 6 && totp.VerifyTotp(time.GetUtcNow().UtcDateTime, digits, out var step, Tolerance) && step > last ? step : null;
    }

    /// <summary>The same for a secret as it is stored.</summary>
    public long? CheckStored(string stored, string? code, long last) => Check(_protector.Unprotect(stored), code, last);
}
