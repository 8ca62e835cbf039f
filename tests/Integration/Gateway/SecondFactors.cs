using System.Text.RegularExpressions;
using OtpNet;
using Shouldly;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>Second factors in the hands of a visitor.</summary>
internal static partial class SecondFactors
{
    /// <summary>Takes an invitation up, with a second factor; gives its key.</summary>
    public static async Task<byte[]> TakeUpAsync(this FormVisitor visitor, string link, string password)
    {
        await visitor.GoAsync(link);
        await visitor.FillAsync("take-up", ("Password", password), ("Again", password));
        visitor.Here.AbsolutePath.ShouldBe("/account/factor", visitor.Page);
        var key = Base32Encoding.ToBytes(Key().Match(visitor.Page).Groups["key"].Value);
        await visitor.FillAsync("factor", ("Code", new Totp(key).ComputeTotp()));
        return key;
    }

    [GeneratedRegex("<code id=\"key\">(?<key>[A-Z2-7]+)</code>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
