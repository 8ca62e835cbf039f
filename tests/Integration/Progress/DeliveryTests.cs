using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;
using State = Renovation.Protos.Progress.V1.Delivery.Types.State;

namespace Renovation.Tests.Integration.Progress;

/// <summary>How reminders reach their units: the inbox, and mail to a real server.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class DeliveryTests(ProgressHosts hosts)
{
    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Inbox_HoldsAReminderUntilItsUnitHasReadIt(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        var name = await ReminderTests.IssueAsync(desk, Own);
        var reporter = Reminders(desk, Role.Reporter, Own);

        var reminder = await EventuallyAsync(async () => await reporter.GetReminderAsync(new GetReminderRequest { Name = name }), one => one.Deliveries.Single().State == State.Delivered);
        (reminder.Deliveries[0].Channel, reminder.Deliveries[0].Attempts, reminder.Deliveries[0].DeliverTime is not null, reminder.Deliveries[0].Error, reminder.ReadTime).ShouldBe(("inbox", 1, true, "", null));
        (await UnreadAsync(reporter, desk)).ShouldBe([name]);
        var read = await reporter.ReadReminderAsync(new ReadReminderRequest { Name = name });
        read.ReadTime.ShouldNotBeNull();
        (await UnreadAsync(reporter, desk)).ShouldBeEmpty();
        (await reporter.ReadReminderAsync(new ReadReminderRequest { Name = name })).ShouldBe(read, "it was read when it was read first");
        (await reporter.ListRemindersAsync(new ListRemindersRequest { Subject = desk.ReturnOf(Own) })).Reminders.Single().ShouldBe(read);
        (await UnreadAsync(Reminders(desk, Role.Reporter, Other), desk, Other)).Count.ShouldBe(1, "that of another unit is another one");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Mail_BringsTheLetter_AndSaysWhyWhenItCannot(string provider)
    {
        await using var server = new MailServer();
        await server.StartAsync();
        var clock = ProgressHosts.NewClockFile();
        await using var host = await ProgressHosts.StartAsync(provider, clock, opensByItself: false, settings: Settings(server));
        var desk = await DeskAsync(host, clock);
        var name = await ReminderTests.IssueAsync(desk, Own);
        var (own, other, idle) = (await EndAsync(desk, Own), await EndAsync(desk, Other), await EndAsync(desk, Idle));

        (own.State, own.Attempts, own.Error).ShouldBe((State.Delivered, 1, ""));
        (other.State, other.Error.Contains("No such mailbox", StringComparison.Ordinal), other.DeliverTime).ShouldBe((State.Failed, true, null));
        (idle.State, idle.Error).ShouldBe((State.Failed, $"There is no address of the unit {Idle} (Smtp:Addresses:{Idle})."));
        var mail = (await server.ReadAsync()).ShouldHaveSingleItem();
        var reminder = await Reminders(desk, Role.Reporter, Own).GetReminderAsync(new GetReminderRequest { Name = name });
        (mail.Subject, mail.TextBody!.ReplaceLineEndings("\n").TrimEnd(), mail.MessageId).ShouldBe((reminder.Title, reminder.Text, $"{name["reminders/".Length..]}@bureau.example"));
        mail.From.Mailboxes.Select(one => (one.Name, one.Address)).ShouldBe([("样例委", "office@bureau.example")]);
        mail.To.Mailboxes.Select(one => one.Address).ShouldBe(["one@unit.example", "two@unit.example"]);
        LetterOf(mail).ShouldContain("新城区：");
        reminder.Deliveries.Select(one => (one.Channel, one.State)).ShouldBe([("inbox", State.Delivered), ("smtp", State.Delivered)]);

        // As after a process that died before it noted what it had sent: it comes again, and is known as the same.
        await host.ReadAsync(db => db.Deliveries.Where(one => one.Channel == "smtp" && one.Unit == Own).ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ProgressReporting.Deliveries.DeliveryState.Pending).SetProperty(one => one.NextTime, DateTime.UnixEpoch)));
        var mails = await EventuallyAsync(server.ReadAsync, mails => mails.Count == 2);
        mails[1].MessageId.ShouldBe(mail.MessageId);
        File.Delete(clock);
    }

    [Fact]
    public async Task Mail_OfTwoReplicas_WaitsForTheServerAndIsSentOnce()
    {
        await using var server = new MailServer();
        var clock = ProgressHosts.NewClockFile();
        var database = await TestDatabase.CreateAsync("progress");
        try
        {
            await using var one = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database, settings: Settings(server));
            await using var two = await ProgressHosts.StartAsync(ModuleHost.Postgres, clock, opensByItself: false, database, settings: Settings(server));
            var desk = await DeskAsync(one, clock);
            await ReminderTests.IssueAsync(desk, Own);
            var waiting = await EventuallyAsync(() => DeliveryAsync(desk, Own), delivery => delivery.Attempts == 1 && delivery.Error.Length > 0);
            waiting.State.ShouldBe(State.Pending, "nobody listens there");

            await server.StartAsync();
            await one.ReadAsync(db => db.Deliveries.Where(delivery => delivery.Unit == Own).ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.NextTime, DateTime.UnixEpoch)));
            var delivered = await EventuallyAsync(() => DeliveryAsync(desk, Own), delivery => delivery.State == State.Delivered);
            (delivered.Attempts, delivered.Error).ShouldBe((2, ""));
            await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            (await server.ReadAsync()).Count.ShouldBe(1);
        }
        finally
        {
            await TestDatabase.DropAsync(database);
            File.Delete(clock);
        }
    }

    [Theory]
    [InlineData("Delivery:Channels", "inbox,pigeon", "Delivery:Channels")]
    [InlineData("Delivery:Channels", "smtp", "Smtp:Host")]
    [InlineData("Smtp:Port", "0", "Smtp:Port")]
    [InlineData("Smtp:Security", "maybe", "Smtp:Security")]
    [InlineData("Smtp:From", "nobody at home", "Smtp:From")]
    [InlineData("Smtp:Addresses:610102", "a@unit.example;;@", "Smtp:Addresses:610102")]
    public async Task Settings_ThatMakeNoSense_AreNamed(string name, string value, string named)
    {
        (string, string)[] settings = name == "Delivery:Channels" ? [(name, value)] : [("Delivery:Channels", "smtp"), ("Smtp:Host", "127.0.0.1"), ("Smtp:From", "a@bureau.example"), (name, value)];

        (await Should.ThrowAsync<InvalidOperationException>(() => ProgressHosts.StartAsync(ModuleHost.Sqlite, ProgressHosts.NewClockFile(), opensByItself: false, settings: settings))).Message.ShouldContain(named);
    }

    private static (string, string)[] Settings(MailServer server) =>
    [
        ("Delivery:Channels", "inbox, smtp"), ("Smtp:Host", "127.0.0.1"), ("Smtp:Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Smtp:Security", "none"), ("Smtp:User", MailServer.User),
        ("Smtp:Password", MailServer.Password), ("Smtp:From", "样例委 <office@bureau.example>"), ($"Smtp:Addresses:{Own}", "one@unit.example; two@unit.example"), ($"Smtp:Addresses:{Other}", "nobody@unit.example"),
    ];

    private static async Task<Desk> DeskAsync(ModuleHost host, string clock)
    {
        var desk = new Desk(host, 2017, clock);
        await host.TellUnitsAsync();
        await host.TellAsync(desk.Plan(), 1);
        await desk.SetClockAsync(new DateTimeOffset(2017, 7, 3, 9, 0, 0, TimeSpan.FromHours(8)));
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = desk.Period });
        return desk;
    }

    private static Task<Delivery> EndAsync(Desk desk, string unit) => EventuallyAsync(() => DeliveryAsync(desk, unit), delivery => delivery.State != State.Pending);

    private static async Task<Delivery> DeliveryAsync(Desk desk, string unit) =>
        (await Reminders(desk, Role.Planner, "6101GX").ListRemindersAsync(new ListRemindersRequest { Subject = desk.ReturnOf(unit) })).Reminders.Single().Deliveries.Single(delivery => delivery.Channel == "smtp");

    private static async Task<List<string>> UnreadAsync(ReminderService.ReminderServiceClient reminders, Desk desk, string unit = Own) =>
        [.. (await reminders.ListRemindersAsync(new ListRemindersRequest { Unread = true, Subject = desk.ReturnOf(unit) })).Reminders.Select(reminder => reminder.Name)];

    private static string LetterOf(MimeMessage mail)
    {
        var part = (MimePart)mail.Attachments.Single();
        part.FileName.ShouldEndWith(".docx");
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        using var document = WordprocessingDocument.Open(content, isEditable: false);
        return document.MainDocumentPart!.Document!.Body!.InnerText;
    }

    private static ReminderService.ReminderServiceClient Reminders(Desk desk, Role role, string unit) => new(desk.Host.As(role, unit));
}
