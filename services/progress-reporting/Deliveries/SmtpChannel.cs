using MailKit.Net.Smtp;
using MimeKit;
using Renovation.ProgressReporting.Reminders;
using Renovation.Shared.Documents;

namespace Renovation.ProgressReporting.Deliveries;

/// <summary>Sends reminders by mail, with their letter. The id of the message is that of the reminder, so that a mail that is sent again is known as the same.</summary>
internal sealed class SmtpChannel(SmtpRules rules, ReminderLetters letters) : IDeliveryChannel
{
    public const string ChannelName = "smtp";
    private const int Permanent = 500;

    public string Name => ChannelName;

    public async Task DeliverAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        if (!rules.Addresses.TryGetValue(reminder.Unit, out var addresses) || addresses.Count == 0)
            throw new UndeliverableException($"There is no address of the unit {reminder.Unit} (Smtp:Addresses:{reminder.Unit}).");
        using var message = new MimeMessage();
        message.From.Add(rules.From);
        message.To.AddRange(addresses);
        message.Subject = reminder.Title;
        message.Date = new DateTimeOffset(reminder.CreateTime, TimeSpan.Zero);
        message.MessageId = $"{reminder.Id}@{rules.From.Domain}";
        var body = new BodyBuilder { TextBody = reminder.Text };
        body.Attachments.Add($"{reminder.Title}.docx", await letters.WriteAsync(reminder, cancellationToken), ContentType.Parse(LetterWriter.MediaType));
        message.Body = body.ToMessageBody();
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(rules.Host, rules.Port, rules.Security, cancellationToken);
            if (rules.User.Length > 0)
                await client.AuthenticateAsync(rules.User, rules.Password, cancellationToken);
            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (SmtpCommandException refused) when ((int)refused.StatusCode >= Permanent && refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted)
        {
            throw new UndeliverableException(refused.Message, refused);
        }
    }
}
