using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Identity;
using Renovation.Gateway.Storage;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console.Account;

/// <summary>What the pages of accounts have in common. The server draws them, and each answers one request.</summary>
public abstract class AccountPage : ComponentBase
{
    /// <summary>Language of the browser.</summary>
    [CascadingParameter]
    private protected Language Language { get; set; }

    /// <summary>The request that is answered.</summary>
    [CascadingParameter]
    private protected HttpContext Http { get; set; } = null!;

    /// <summary>What is wrong with what was sent; null when nothing is.</summary>
    private protected LocalText? Problem { get; set; }

    private protected string L(string zh, string en) => Language.Say(zh, en);

    private protected T Require<T>()
        where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>Goes elsewhere instead of drawing the page.</summary>
    private protected void Go(string path) => Require<NavigationManager>().NavigateTo(path);

    /// <summary>Gives the account of whoever is signed in at the gateway, with its session; null when nobody is.</summary>
    private protected async Task<(Accounts.Account Account, string Session)?> PersonAsync()
    {
        var cookie = await Http.AuthenticateAsync(PersonCookies.Person);
        return cookie.Principal is { } person && PersonClaims.SessionOf(person) is { } named && await Tracked(named.Account) is { } account ? (account, named.Session) : null;
    }

    /// <summary>Gives the account whose password was right and whose second factor is still to come; null when there is none.</summary>
    private protected async Task<Accounts.Account?> HalfwayAsync()
    {
        var principal = (await Http.AuthenticateAsync(PersonCookies.Halfway)).Principal;
        return principal?.FindFirstValue(CallerClaims.Subject) is { } id && await Tracked(id) is { Disabled: false } account && account.SecurityStamp == principal.FindFirstValue(PersonCookies.Stamp)
            ? account
            : null;
    }

    /// <summary>Remembers, for ten minutes, whose password was right.</summary>
    private protected Task RememberAsync(Accounts.Account account) =>
        Http.SignInAsync(PersonCookies.Halfway, PersonCookies.Principal(PersonCookies.Halfway, account.Id, (PersonCookies.Stamp, account.SecurityStamp ?? "")));

    private async Task<Accounts.Account?> Tracked(string id) => await Require<GatewayDbContext>().Accounts.FindAsync([id], Http.RequestAborted);
}
