using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Journal;
using Renovation.Gateway.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Gateway.Accounts;

/// <summary>The browsers in which people are signed in at the gateway. What a cookie says counts only while its session is stored.</summary>
internal sealed class Sessions(GatewayDbContext db, AccountSettings settings, AccountSignIn signIn, TimeProvider time)
{
    /// <summary>Claim of the session's id.</summary>
    public const string Claim = "session";

    private const int LongestBrowser = 200;
    private static readonly TimeSpan Seen = TimeSpan.FromMinutes(1);

    /// <summary>Signs a person in: a session, a row of the journal, and a cookie that names the session.</summary>
    public async Task BeginAsync(HttpContext http, Account account)
    {
        var now = Instants.Now(time);
        var browser = http.Request.Headers.UserAgent.ToString();
        var session = new PersonSession
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)),
            AccountId = account.Id,
            CreateTime = now,
            SeenTime = now,
            Address = AccessJournal.AddressOf(http),
            Browser = browser.Length > LongestBrowser ? browser[..LongestBrowser] : browser,
        };
        db.Sessions.Add(session);
        signIn.NoteSignedIn(http, account);
        await db.SaveChangesAsync(http.RequestAborted);
        await http.SignOutAsync(PersonCookies.Halfway);
        await http.SignInAsync(PersonCookies.Person, PersonCookies.Principal(PersonCookies.Person, account.Id, (Claim, session.Id)));
    }

    /// <summary>Gives the account of a session that is not over; marks it as used, at most once a minute.</summary>
    public async Task<Account?> FindAsync(string sessionId, string accountId, CancellationToken cancellationToken)
    {
        var now = Instants.Now(time);
        var found = await db.Sessions.AsNoTracking().Where(session => session.Id == sessionId && session.AccountId == accountId)
            .Join(db.Accounts.AsNoTracking(), session => session.AccountId, account => account.Id, (session, account) => new { session.SeenTime, Account = account })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null || found.Account.Disabled || found.SeenTime + settings.SessionIdle < now)
            return null;
        if (found.SeenTime + Seen < now)
            await db.Sessions.Where(session => session.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenTime, now), cancellationToken);
        return found.Account;
    }

    /// <summary>Lists the sessions of an account, the one used last first.</summary>
    public async Task<IReadOnlyList<PersonSession>> ListAsync(string accountId, CancellationToken cancellationToken)
    {
        var since = Instants.Now(time) - settings.SessionIdle;
        return await db.Sessions.AsNoTracking().Where(session => session.AccountId == accountId && session.SeenTime > since)
            .OrderByDescending(session => session.SeenTime).ThenBy(session => session.Id).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>Ends a session of an account, and what the console keeps of it.</summary>
    public async Task EndAsync(string sessionId, string accountId, CancellationToken cancellationToken)
    {
        await db.ConsoleSessions.Where(session => session.PersonSession == sessionId && session.Subject == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Sessions.Where(session => session.Id == sessionId && session.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Forgets the sessions that are over.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = Instants.Now(time);
        var since = now - settings.SessionIdle;
        await db.Sessions.Where(session => session.SeenTime < since).ExecuteDeleteAsync(cancellationToken);
        await db.ConsoleSessions.Where(session => session.ExpireTime < now).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>The cookies of people at the gateway's own sign-in.</summary>
internal static class PersonCookies
{
    /// <summary>Of somebody who is signed in.</summary>
    public const string Person = "person";

    /// <summary>Of somebody whose password is right and whose second factor is still to come, for ten minutes.</summary>
    public const string Halfway = "person-halfway";

    /// <summary>Claim of a halfway cookie: the account's security stamp, so that it ends with the password it was given for.</summary>
    public const string Stamp = "stamp";

    private static readonly TimeSpan HalfwayTime = TimeSpan.FromMinutes(10);

    /// <summary>Adds the cookies; nothing of them is readable by scripts, and none is sent along with what another site asks for.</summary>
    public static AuthenticationBuilder AddPersonCookies(this AuthenticationBuilder authentication, AccountSettings settings, bool secure) => authentication
        .AddCookie(Person, options =>
        {
            Configure(options, "renovation.person", settings.SessionIdle, secure);
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = ValidateAsync;
        })
        .AddCookie(Halfway, options => Configure(options, "renovation.halfway", HalfwayTime, secure));

    /// <summary>Gives a principal with a subject.</summary>
    public static ClaimsPrincipal Principal(string scheme, string subject, params (string Type, string Value)[] claims) =>
        new(new ClaimsIdentity([new Claim(CallerClaims.Subject, subject), .. claims.Select(claim => new Claim(claim.Type, claim.Value))], scheme));

    /// <summary>Sets what the cookies of the gateway have in common.</summary>
    public static void Harden(CookieBuilder cookie, string name, bool secure)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.IsEssential = true;

        // Lax, not Strict: who follows a link from a mail is still signed in. Nothing changes by a GET.
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static void Configure(CookieAuthenticationOptions options, string name, TimeSpan lifetime, bool secure)
    {
        Harden(options.Cookie, name, secure);
        options.ExpireTimeSpan = lifetime;
        options.LoginPath = "/account/sign-in";
        options.ReturnUrlParameter = "returnUrl";
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var (session, account) = (context.Principal?.FindFirstValue(Sessions.Claim), context.Principal?.FindFirstValue(CallerClaims.Subject));
        var http = context.HttpContext;
        if (session is null || account is null || await http.RequestServices.GetRequiredService<Sessions>().FindAsync(session, account, http.RequestAborted) is null)
            context.RejectPrincipal();
    }
}

/// <summary>Forgets sessions and codes that are over, once an hour.</summary>
internal sealed class SignInHousekeeping(IServiceScopeFactory scopes, TimeProvider time, ILogger<SignInHousekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<Sessions>().SweepAsync(stoppingToken);
                await scope.ServiceProvider.GetRequiredService<OpenIddict.Abstractions.IOpenIddictTokenManager>().PruneAsync(time.GetUtcNow().AddDays(-1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "Could not forget sessions that are over, tries again in an hour");
            }
        }
    }
}
