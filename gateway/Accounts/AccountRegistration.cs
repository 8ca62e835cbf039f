using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Hosting;
using Renovation.Gateway.Storage;
using Renovation.Shared.Hosting;

namespace Renovation.Gateway.Accounts;

/// <summary>Registers the accounts of people.</summary>
internal static class AccountRegistration
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var settings = AccountSettings.Read(builder.Configuration);
        services.AddSingleton(settings).AddSingleton<OneTimeCodes>();
        services.AddScoped<AccountDirectory>().AddScoped<AccountSignIn>().AddScoped<Sessions>();
        services.AddIdentityCore<Account>(options =>
        {
            options.Lockout.MaxFailedAccessAttempts = settings.LockoutFailures;
            options.Lockout.DefaultLockoutTimeSpan = settings.LockoutTime;

            // The rules of the suite stand in a validator of their own.
            options.Password = new PasswordOptions { RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
        }).AddPasswordValidator<PasswordRules>().AddEntityFrameworkStores<GatewayDbContext>();
        services.AddAuthentication().AddPersonCookies(settings, IsSecure(builder.Configuration));
        services.AddDataProtection().SetApplicationName("Renovation.Gateway").PersistKeysToDbContext<GatewayDbContext>();

        // The keys lie beside the signing keys, and are as safe as these.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        services.AddStartTask("first account", FirstAccount.EnsureAsync);
        services.AddHostedService<SignInHousekeeping>();
    }

    /// <summary>Tells whether people reach the gateway by TLS, so that cookies are sent by nothing else.</summary>
    public static bool IsSecure(IConfiguration configuration) => GatewayEndpoints.Issuer(configuration).Scheme == Uri.UriSchemeHttps;

    /// <summary>Maps their tables; columns that the suite has no use for are left out.</summary>
    public static void MapAccounts(this ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.HasKey(row => row.Id);
            account.HasIndex(row => row.NormalizedUserName).IsUnique();
            account.HasIndex(row => row.UserName).IsUnique();
            account.HasIndex(row => row.InvitationHash).IsUnique();
            account.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
            account.Ignore(row => row.Email).Ignore(row => row.NormalizedEmail).Ignore(row => row.EmailConfirmed);
            account.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
        });
        model.Entity<PersonSession>(session =>
        {
            session.ToTable("sessions");
            session.HasKey(row => row.Id);
            session.HasIndex(row => new { row.AccountId, row.SeenTime });
            session.HasIndex(row => row.SeenTime);
        });
    }
}
