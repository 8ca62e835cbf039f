using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Hosting;
using Renovation.Gateway.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Journal;
using Renovation.Shared.Storage;

namespace Renovation.Gateway.Accounts;

/// <summary>The accounts of people: who is invited, what they may, and who decided it, which is in the journal.</summary>
internal sealed class AccountDirectory(GatewayDbContext db, UserManager<Account> users, AccountSettings settings, IConfiguration configuration, TimeProvider time)
{
    /// <summary>Tells whether there is no account at all.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => !await db.Accounts.AnyAsync(cancellationToken);

    /// <summary>Lists accounts by name.</summary>
    /// <param name="after">Name after which to begin, null for the beginning.</param>
    /// <param name="most">At most so many.</param>
    public async Task<IReadOnlyList<Account>> ListAsync(string? after, int most, CancellationToken cancellationToken)
    {
        var query = db.Accounts.AsNoTracking();
        if (after is not null)
            query = query.Where(account => account.UserName!.CompareTo(after) > 0);
        return await query.OrderBy(account => account.UserName).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>Gives an account.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public async Task<Account> GetAsync(string name, CancellationToken cancellationToken) =>
        await db.Accounts.FirstOrDefaultAsync(account => account.UserName == name, cancellationToken) ?? throw DomainException.NotFound($"accounts/{name}");

    /// <summary>Makes an account that nobody can use yet, and gives the link with which its person takes it up: once, for as long as the settings say.</summary>
    /// <exception cref="DomainException">ACCOUNT_EXISTS.</exception>
    public async Task<string> InviteAsync(AccountFacts facts, string actor, CancellationToken cancellationToken)
    {
        if (await db.Accounts.AnyAsync(account => account.UserName == facts.Name, cancellationToken))
            throw Exists(facts.Name);
        var account = NewAccount(facts);
        var link = Invite(account);
        db.Journal.Add(Row(account, "CREATED", actor));
        try
        {
            Require(await users.CreateAsync(account));
        }
        catch (DbUpdateException)
        {
            // Somebody else made it meanwhile.
            throw Exists(facts.Name);
        }

        return link;
    }

    /// <summary>Makes an account with a password, as the demonstration has them; one that is there gets the password only when it is to be replaced.</summary>
    public async Task EnsureAsync(AccountFacts facts, string password, bool replaces, CancellationToken cancellationToken)
    {
        if (await db.Accounts.FirstOrDefaultAsync(account => account.UserName == facts.Name, cancellationToken) is not { } account)
        {
            account = NewAccount(facts);
            db.Journal.Add(Row(account, "CREATED", "gateway"));
            Require(await users.CreateAsync(account, password));
        }
        else if (replaces)
        {
            account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
            await SaveAsync(account, "PASSWORD_REPLACED", "gateway", endsSessions: true, cancellationToken);
        }
    }

    /// <summary>Invites the person of an account anew: its password and second factor are gone, its sessions over.</summary>
    /// <exception cref="DomainException">NOT_FOUND; ACCOUNT_DISABLED.</exception>
    public async Task<string> InviteAgainAsync(string name, string actor, CancellationToken cancellationToken)
    {
        var account = await GetAsync(name, cancellationToken);
        if (account.Disabled)
            throw DomainException.WrongState("ACCOUNT_DISABLED", $"accounts/{name}", new("账号已停用，请先启用。", "The account is disabled."));
        var link = Invite(account);
        account.PasswordHash = null;
        account.FactorKey = null;
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        await SaveAsync(account, "INVITED", actor, endsSessions: true, cancellationToken);
        return link;
    }

    /// <summary>Changes what a person is and may. Sessions end when the account is disabled; tokens that are out stay valid until they expire, with the old role.</summary>
    /// <exception cref="DomainException">NOT_FOUND; OWN_ACCOUNT: a planner who could demote itself might be the last one.</exception>
    public async Task<Account> ChangeAsync(string name, Func<AccountFacts, AccountFacts> change, string actor, CancellationToken cancellationToken)
    {
        var account = await GetAsync(name, cancellationToken);
        var before = AccountFacts.Of(account);
        var facts = change(before);
        if (account.Id == actor && (facts.Role != before.Role || facts.Disabled))
            throw DomainException.WrongState("OWN_ACCOUNT", $"accounts/{name}", new("不能停用自己的账号或更改自己的角色。", "Nobody disables their own account or changes their own role."));
        Write(account, facts);
        await SaveAsync(account, facts.Disabled && !before.Disabled ? "DISABLED" : "UPDATED", actor, facts.Disabled, cancellationToken);
        return account;
    }

    /// <summary>Saves an account with a row of the journal; changes made in between by somebody else are not overwritten.</summary>
    /// <exception cref="DomainException">STALE_ETAG.</exception>
    public Task SaveAsync(Account account, string kind, string actor, bool endsSessions, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            db.Journal.Add(Row(account, kind, actor));
            var saved = await users.UpdateAsync(account);
            if (saved.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure)))
                throw DomainException.StaleEtag($"accounts/{account.UserName}");
            Require(saved);
            if (!endsSessions)
                return 0;
            await db.ConsoleSessions.Where(session => session.Subject == account.Id).ExecuteDeleteAsync(cancellationToken);
            return await db.Sessions.Where(session => session.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Finds the account of an invitation that is open; null when it is used up, too old or none.</summary>
    public async Task<Account?> FindInvitedAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = Invitation.HashOf(secret);
        var account = await db.Accounts.FirstOrDefaultAsync(row => row.InvitationHash == hash, cancellationToken);
        return account is { Disabled: false } && account.InvitationExpireTime > Instants.Now(time) ? account : null;
    }

    private static void Write(Account account, AccountFacts facts)
    {
        account.Title = facts.Title;
        account.Role = facts.Role.ToClaim();
        account.Unit = facts.Unit;
        account.Enterprise = facts.Enterprise;
        account.Disabled = facts.Disabled;
    }

    private static DomainException Exists(string name) =>
        DomainException.Conflict("ACCOUNT_EXISTS", new($"用户名 {name} 已存在。", $"There is an account {name} already."), ("account", name));

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }

    private Account NewAccount(AccountFacts facts) => new()
    {
        Id = facts.Id,
        UserName = facts.Name,
        Title = facts.Title,
        Role = facts.Role.ToClaim(),
        Unit = facts.Unit,
        Enterprise = facts.Enterprise,
        Disabled = facts.Disabled,
        LockoutEnabled = true,
        CreateTime = Instants.Now(time),
    };

    private string Invite(Account account)
    {
        var secret = Invitation.New();
        account.InvitationHash = Invitation.HashOf(secret);
        account.InvitationExpireTime = Instants.Now(time) + settings.InvitationLifetime;
        return new Uri(GatewayEndpoints.Issuer(configuration), Invitation.Path + secret).AbsoluteUri;
    }

    private JournalRow Row(Account account, string kind, string actor) => new()
    {
        MessageId = Guid.CreateVersion7(),
        Resource = $"accounts/{account.UserName}",
        Version = 0,
        Kind = kind,
        EventType = "",
        Actor = actor,
        Reason = "",
        Time = Instants.Now(time),
        Body = Body(account).ToJsonString(),
    };

    private static JsonObject Body(Account account)
    {
        var body = AccountFacts.Of(account).ToJson();
        body["second_factor"] = account.FactorKey is not null;
        return body;
    }
}
