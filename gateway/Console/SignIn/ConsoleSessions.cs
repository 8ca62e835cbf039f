using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Renovation.Gateway.Accounts;
using Renovation.Gateway.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Gateway.Console;

/// <summary>Keeps the sessions of the console in the database, so that any gateway serves any of them and a restart ends none, and renews their tokens.</summary>
internal sealed class ConsoleSessions(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, IOptionsMonitor<OpenIdConnectOptions> options, AccountSettings settings, TimeProvider time) : ITicketStore
{
    /// <summary>Claim of the key of the session; it is in the server's memory only.</summary>
    public const string Claim = "console_session";

    // A token that is about to expire might do so on its way.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private readonly IDataProtector _protector = protection.CreateProtector("Renovation.Console.Sessions");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        ticket.Principal.Identities.First().AddClaim(new Claim(Claim, key));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        db.ConsoleSessions.Add(new ConsoleSession
        {
            Id = IdOf(key),
            Subject = ticket.Principal.FindFirstValue(CallerClaims.Subject) ?? "",
            PersonSession = ticket.Principal.FindFirstValue(Sessions.Claim) ?? "",
            Ticket = Protect(ticket),
            ExpireTime = Instants.Now(time) + settings.SessionIdle,
        });
        await db.SaveChangesAsync();
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var (id, bytes, expires) = (IdOf(key), Protect(ticket), Instants.Now(time) + settings.SessionIdle);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        await db.ConsoleSessions.Where(session => session.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.Ticket, bytes).SetProperty(session => session.ExpireTime, expires));
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var (id, now) = (IdOf(key), Instants.Now(time));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var bytes = await db.ConsoleSessions.AsNoTracking().Where(session => session.Id == id && session.ExpireTime > now).Select(session => session.Ticket).FirstOrDefaultAsync();
        return bytes is null ? null : TicketSerializer.Default.Deserialize(_protector.Unprotect(bytes));
    }

    public async Task RemoveAsync(string key)
    {
        var id = IdOf(key);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<GatewayDbContext>().ConsoleSessions.Where(session => session.Id == id).ExecuteDeleteAsync();
    }

    /// <summary>Gives an access token of a session that is good for a minute at least, renewed when need be; null when the session is over.</summary>
    public async Task<ConsoleToken?> TokenAsync(string key, CancellationToken cancellationToken)
    {
        if (await RetrieveAsync(key) is not { } ticket)
            return null;
        if (Usable(ticket) is { } token)
            return token;
        if (ticket.Properties.GetTokenValue(OpenIdConnectParameterNames.RefreshToken) is { } refresh && await RenewAsync(refresh, cancellationToken) is { } answer)
        {
            ticket.Properties.UpdateTokenValue(OpenIdConnectParameterNames.AccessToken, answer.AccessToken);
            ticket.Properties.UpdateTokenValue(OpenIdConnectParameterNames.RefreshToken, answer.RefreshToken ?? refresh);
            ticket.Properties.UpdateTokenValue("expires_at", time.GetUtcNow().AddSeconds(double.Parse(answer.ExpiresIn, CultureInfo.InvariantCulture)).ToString("o", CultureInfo.InvariantCulture));
            await RenewAsync(key, ticket);
            return Usable(ticket);
        }

        // Another gateway may have renewed them meanwhile.
        return await RetrieveAsync(key) is { } newer ? Usable(newer) : null;
    }

    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private byte[] Protect(AuthenticationTicket ticket) => _protector.Protect(TicketSerializer.Default.Serialize(ticket));

    private ConsoleToken? Usable(AuthenticationTicket ticket) =>
        ticket.Properties.GetTokenValue(OpenIdConnectParameterNames.AccessToken) is { } token
        && DateTimeOffset.TryParse(ticket.Properties.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var expires)
        && expires - Margin > time.GetUtcNow()
            ? new ConsoleToken(token, expires - Margin)
            : null;

    // Null when the provider says that the session is over; what else goes wrong is the caller's to tell.
    private async Task<OpenIdConnectMessage?> RenewAsync(string refresh, CancellationToken cancellationToken)
    {
        var provider = options.Get(ConsoleSignIn.Provider);
        var metadata = await provider.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [OpenIdConnectParameterNames.GrantType] = OpenIdConnectGrantTypes.RefreshToken,
            [OpenIdConnectParameterNames.RefreshToken] = refresh,
            [OpenIdConnectParameterNames.ClientId] = provider.ClientId!,
        };
        if (provider.ClientSecret is { Length: > 0 } secret)
            form[OpenIdConnectParameterNames.ClientSecret] = secret;
        using var content = new FormUrlEncodedContent(form);
        using var response = await provider.Backchannel.PostAsync(metadata.TokenEndpoint, content, cancellationToken);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
            return null;
        response.EnsureSuccessStatusCode();
        return new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(cancellationToken));
    }
}

/// <summary>An access token of the console.</summary>
/// <param name="Value">The token.</param>
/// <param name="Until">Until when it is to be used.</param>
internal sealed record ConsoleToken(string Value, DateTimeOffset Until);
