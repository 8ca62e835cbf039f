using Microsoft.AspNetCore.Identity;
using Renovation.Gateway.Journal;
using Renovation.Gateway.Storage;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Accounts;

/// <summary>Checks passwords and one-time codes, and takes invitations up. Wrong ones are counted and lock the account for a while; all of it is in the journal.</summary>
internal sealed class AccountSignIn(GatewayDbContext db, AccountDirectory directory, UserManager<Account> users, OneTimeCodes codes, AccessJournal journal)
{
    /// <summary>What somebody is told whose name and password do not fit. It does not tell whether there is such an account.</summary>
    public static readonly LocalText WrongPassword = new(
        "用户名或密码不正确，或账号已停用、已锁定（连续多次错误会锁定一段时间）。",
        "The name or password is wrong, or the account is disabled or locked (several failures in a row lock it for a while).");

    /// <summary>What somebody is told whose code is wrong.</summary>
    public static readonly LocalText WrongCode = new("验证码不正确或已使用过，请等待下一个验证码。", "The code is wrong or was used already: wait for the next one.");

    // What the hash of a password costs is paid for a name that does not exist as well.
    private static readonly Account Nobody = new() { UserName = "", Title = "", Role = "", Unit = "", CreateTime = default };
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Invitation.New());

    /// <summary>Gives the account when its password is right and it may sign in; null otherwise.</summary>
    public async Task<Account?> CheckPasswordAsync(HttpContext http, string? name, string? password)
    {
        var account = await users.FindByNameAsync((name ?? "").Trim().ToLowerInvariant());
        if (account is null)
        {
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password ?? "");
            return Refuse(http, "", "UNKNOWN_ACCOUNT");
        }

        if (await RefusalOfAsync(account) is { } refusal)
        {
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password ?? "");
            return Refuse(http, account.Id, refusal);
        }

        if (await users.CheckPasswordAsync(account, password ?? ""))
            return account;
        await users.AccessFailedAsync(account);
        return Refuse(http, account.Id, "WRONG_PASSWORD");
    }

    /// <summary>Tells whether a code of the account's second factor is right; one that is does not count again.</summary>
    public async Task<bool> CheckCodeAsync(HttpContext http, Account account, string? code)
    {
        if (await RefusalOfAsync(account) is { } refusal)
            return Refuse(http, account.Id, refusal) is not null;
        if (account.FactorKey is not { } stored || codes.CheckStored(stored, code, account.FactorStep) is not { } step)
        {
            await users.AccessFailedAsync(account);
            return Refuse(http, account.Id, "WRONG_CODE") is not null;
        }

        // Whoever sends the same code at the same time finds the account changed.
        account.FactorStep = step;
        account.AccessFailedCount = 0;
        return (await users.UpdateAsync(account)).Succeeded || Refuse(http, account.Id, "WRONG_CODE") is not null;
    }

    /// <summary>Gives an invited account its password; the invitation is used up.</summary>
    /// <returns>Null when it is done, else what is wrong.</returns>
    public async Task<LocalText?> TakeUpAsync(Account account, string? password, CancellationToken cancellationToken)
    {
        account.InvitationHash = null;
        account.InvitationExpireTime = null;
        return await SetPasswordAsync(account, password, "TAKEN_UP", cancellationToken);
    }

    /// <summary>Changes a password; every session of the account is over.</summary>
    /// <returns>Null when it is done, else what is wrong.</returns>
    public Task<LocalText?> ChangePasswordAsync(Account account, string? password, CancellationToken cancellationToken) =>
        SetPasswordAsync(account, password, "PASSWORD_CHANGED", cancellationToken);

    /// <summary>Keeps a second factor once its first code is right.</summary>
    /// <returns>False when the code is wrong.</returns>
    public async Task<bool> KeepFactorAsync(Account account, string key, string? code, CancellationToken cancellationToken)
    {
        if (codes.Check(key, code, last: 0) is not { } step)
            return false;
        account.FactorKey = codes.Protect(key);
        account.FactorStep = step;
        await directory.SaveAsync(account, "FACTOR_SET", account.Id, endsSessions: false, cancellationToken);
        return true;
    }

    /// <summary>Notes that somebody signed in, before the browser is told.</summary>
    public void NoteSignedIn(HttpContext http, Account account) =>
        db.Journal.Add(journal.Row(new AccessNote("SIGNED_IN", account.Id, AccessJournal.AddressOf(http), $"POST {http.Request.Path}", "")));

    private async Task<LocalText?> SetPasswordAsync(Account account, string? password, string kind, CancellationToken cancellationToken)
    {
        if (!PasswordRules.Allows(account.UserName!, password))
            return PasswordRules.Text;
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password!);
        account.SecurityStamp = Invitation.New();
        await directory.SaveAsync(account, kind, account.Id, endsSessions: true, cancellationToken);
        return null;
    }

    private async Task<string?> RefusalOfAsync(Account account) =>
        account.Disabled ? "ACCOUNT_DISABLED"
        : account.PasswordHash is null ? "NOT_TAKEN_UP"
        : await users.IsLockedOutAsync(account) ? "ACCOUNT_LOCKED"
        : null;

    private Account? Refuse(HttpContext http, string actor, string reason)
    {
        journal.Note(new AccessNote("SIGN_IN_REFUSED", actor, AccessJournal.AddressOf(http), $"POST {http.Request.Path}", reason));
        return null;
    }
}
