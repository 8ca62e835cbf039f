using MailKit.Security;
using MimeKit;
using Renovation.Shared.Hosting;

namespace Renovation.ProgressReporting.Deliveries;

/// <summary>Settings of the mail server.</summary>
/// <param name="Host">Its name (<c>Smtp:Host</c>).</param>
/// <param name="Port">Its port (<c>Smtp:Port</c>, default 587).</param>
/// <param name="Security">How the connection is secured (<c>Smtp:Security</c>: <c>starttls</c>, the default, <c>tls</c> or <c>none</c>).</param>
/// <param name="User">Who signs in (<c>Smtp:User</c>); empty for nobody.</param>
/// <param name="Password">With which password (<c>Smtp:Password</c>).</param>
/// <param name="From">Who the mails are from (<c>Smtp:From</c>).</param>
/// <param name="Addresses">Addresses of a unit by its code (<c>Smtp:Addresses:{code}</c>, separated by semicolons).</param>
internal sealed record SmtpRules(
    string Host, int Port, SecureSocketOptions Security, string User, string Password, MailboxAddress From, IReadOnlyDictionary<string, IReadOnlyList<MailboxAddress>> Addresses);

/// <summary>Settings of the delivery of reminders.</summary>
/// <param name="Channels">Names of the channels (<c>Delivery:Channels</c>, separated by commas, default <c>inbox</c>).</param>
/// <param name="Smtp">The mail server; null without the channel <c>smtp</c>.</param>
internal sealed record DeliveryRules(IReadOnlyList<string> Channels, SmtpRules? Smtp)
{
    private const int DefaultPort = 587;
    private static readonly string[] Known = [InboxChannel.ChannelName, SmtpChannel.ChannelName];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or makes no sense.</exception>
    public static DeliveryRules Read(IConfiguration configuration)
    {
        var text = configuration["Delivery:Channels"] is { Length: > 0 } set ? set : InboxChannel.ChannelName;
        var channels = text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        return channels.TrueForAll(channel => Known.Contains(channel, StringComparer.Ordinal))
            ? new DeliveryRules(channels, channels.Contains(SmtpChannel.ChannelName, StringComparer.Ordinal) ? ReadSmtp(configuration) : null)
            : throw new InvalidOperationException($"The setting Delivery:Channels names some of {string.Join(", ", Known)}, not {text}.");
    }

    private static SmtpRules ReadSmtp(IConfiguration configuration) => new(
        Required(configuration, "Smtp:Host"),
        configuration.ReadNumber("Smtp:Port", 1, ushort.MaxValue, DefaultPort),
        configuration["Smtp:Security"] switch
        {
            null or "" or "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"The setting Smtp:Security is starttls, tls or none, not {other}."),
        },
        configuration["Smtp:User"] ?? "",
        configuration["Smtp:Password"] ?? "",
        Address("Smtp:From", Required(configuration, "Smtp:From")),
        configuration.GetSection("Smtp:Addresses").GetChildren().ToDictionary(
            unit => unit.Key,
            unit => (IReadOnlyList<MailboxAddress>)[.. (unit.Value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(address => Address(unit.Path, address))],
            StringComparer.Ordinal));

    private static string Required(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"The setting {name} is needed to deliver by mail.");

    private static MailboxAddress Address(string setting, string text) =>
        MailboxAddress.TryParse(text, out var address) ? address : throw new InvalidOperationException($"The setting {setting} holds {text}, which is no address.");
}
