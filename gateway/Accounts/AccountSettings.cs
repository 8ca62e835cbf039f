namespace Renovation.Gateway.Accounts;

/// <summary>Settings of accounts.</summary>
/// <param name="InvitationLifetime">How long an invitation can be taken up: <c>Accounts:InvitationLifetime</c>, default 7 days.</param>
/// <param name="SessionIdle">After how long without use a session is over: <c>Accounts:SessionIdle</c>, default 12 hours.</param>
/// <param name="FactorRequired">Whether everybody needs a second factor: <c>Accounts:SecondFactor</c>, <c>required</c> (the default, but not for the demonstration) or <c>optional</c>.</param>
/// <param name="LockoutFailures">How many wrong passwords or codes in a row lock an account: <c>Accounts:LockoutFailures</c>, default 5.</param>
/// <param name="LockoutTime">For how long: <c>Accounts:LockoutTime</c>, default 15 minutes.</param>
internal sealed record AccountSettings(TimeSpan InvitationLifetime, TimeSpan SessionIdle, bool FactorRequired, int LockoutFailures, TimeSpan LockoutTime)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">A setting makes no sense.</exception>
    public static AccountSettings Read(IConfiguration configuration)
    {
        var settings = new AccountSettings(
            configuration.GetValue("Accounts:InvitationLifetime", TimeSpan.FromDays(7)),
            configuration.GetValue("Accounts:SessionIdle", TimeSpan.FromHours(12)),
            configuration["Accounts:SecondFactor"] switch
            {
                null or "" => !configuration.GetValue("Demo:Enabled", false),
                "required" => true,
                "optional" => false,
                var other => throw new InvalidOperationException($"The setting Accounts:SecondFactor is required or optional, not {other}."),
            },
            configuration.GetValue("Accounts:LockoutFailures", 5),
            configuration.GetValue("Accounts:LockoutTime", TimeSpan.FromMinutes(15)));
        return settings.InvitationLifetime > TimeSpan.Zero && settings.SessionIdle > TimeSpan.Zero && settings.LockoutFailures > 0 && settings.LockoutTime > TimeSpan.Zero
            ? settings
            : throw new InvalidOperationException("The settings Accounts:InvitationLifetime, :SessionIdle, :LockoutFailures and :LockoutTime must be more than nothing.");
    }
}
