using Microsoft.AspNetCore.Identity;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Accounts;

/// <summary>The password policy: 10 to 128 characters of at least three kinds (small and capital letters, digits, others), six of them different, without the name of the account.</summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    /// <summary>The policy for people.</summary>
    public static readonly LocalText Text = new(
        "密码为 10 至 128 位，须包含大写字母、小写字母、数字、其他字符中的至少三类，至少 6 个不同字符，且不含用户名。",
        "A password has 10 to 128 characters of at least three kinds (small and capital letters, digits, others), six of them different, and does not contain the name.");

    private const int Shortest = 10;
    private const int Longest = 128;
    private const int Kinds = 3;
    private const int Different = 6;

    /// <summary>Tells whether a password will do.</summary>
    public static bool Allows(string name, string? password) =>
        password is { Length: >= Shortest and <= Longest }
        && KindsOf(password) >= Kinds
        && password.Distinct().Count() >= Different
        && !password.Contains(name, StringComparison.OrdinalIgnoreCase);

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) => Task.FromResult(
        Allows(user.UserName ?? "", password) ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = "WEAK_PASSWORD", Description = Text.En }));

    private static int KindsOf(string password)
    {
        Func<char, bool>[] kinds = [char.IsAsciiLetterLower, char.IsAsciiLetterUpper, char.IsAsciiDigit, character => !char.IsAsciiLetterOrDigit(character)];
        return kinds.Count(kind => password.Any(kind));
    }
}
