using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Renovation.ProgressReporting.Reminders;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;
using static Renovation.Tests.Integration.Progress.Desk;
using Kind = Renovation.Protos.Progress.V1.Reminder.Types.Kind;

namespace Renovation.Tests.Integration.Progress;

/// <summary>Reminders and letters: of what is owed, once each, caught up after an outage.</summary>
[Collection(nameof(ProgressHosts))]
public sealed class ReminderTests(ProgressHosts hosts)
{
    private const string Land = "6101D1";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Return_ThatIsOwed_IsRemindedOfOnceADay_AndNotOnceItIsSubmitted(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await RemindAsync(desk);
        await RemindAsync(desk);
        (await ListAsync(desk, Own)).ShouldBe([(Kind.Reminder, $"{desk.Year}-07-05-5")]);
        (await ListAsync(desk, Idle)).ShouldBe([(Kind.Reminder, $"{desk.Year}-07-05-5")], "whoever has no project owes a nil return");

        await desk.AcceptAsync(Other);
        await desk.SubmitAsync(Own);
        await At(desk, 7, 4);
        (await ListAsync(desk, Own)).Count.ShouldBe(1, "what was submitted is not owed");
        (await ListAsync(desk, Idle)).Count.ShouldBe(2);
        await desk.HandBackAsync(Own, new ReturnReason { Project = desk.First, Code = "OTHER", Note = "样例" });
        await At(desk, 7, 6);
        (await ListAsync(desk, Own)).ShouldBe([(Kind.Reminder, $"{desk.Year}-07-05+0"), (Kind.Reminder, $"{desk.Year}-07-05-5")], "what was handed back is");
        (await ListAsync(desk, Other)).ShouldBe([(Kind.Reminder, $"{desk.Year}-07-05-5")]);

        // Away over two of the days: the later one is made, the earlier one is of no use any more.
        await desk.Periods.OpenPeriodAsync(new OpenPeriodRequest { Name = $"periods/{desk.Year}Q3" });
        await At(desk, 10, 20);
        (await ListAsync(desk, Idle, quarter: 3)).ShouldBe([(Kind.Supervision, $"{desk.Year}-10-05+3")]);
        (await ListAsync(desk, Idle))[0].ShouldBe((Kind.Supervision, $"{desk.Year}-07-05+3"));
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Extension_MovesTheReminders_OfItsUnit(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Returns.ExtendReturnAsync(new ExtendReturnRequest { Name = desk.ReturnOf(Own), DueDate = $"{desk.Year}-07-20", Reason = "样例：汛期" });
        await At(desk, 7, 6);
        (await ListAsync(desk, Own)).ShouldBeEmpty();
        (await ListAsync(desk, Other)).ShouldBe([(Kind.Reminder, $"{desk.Year}-07-05+0")]);
        await At(desk, 7, 19);
        (await ListAsync(desk, Own)).ShouldBe([(Kind.Reminder, $"{desk.Year}-07-20-1")]);
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task ManyAtOnce_MakeEachReminderOnce_AndTellTheOthers(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RemindAsync(desk)));

        var made = await Reminders(desk, Role.Reporter, Own).ListRemindersAsync(new ListRemindersRequest { Subject = desk.ReturnOf(Own) });
        var reminder = made.Reminders.ShouldHaveSingleItem();
        var told = await EventuallyAsync(async () => (await desk.Journal.ListAuditEventsAsync(new() { Resource = reminder.Name })).AuditEvents, events => events.Count == 1);
        (told[0].Kind, told[0].EventType, told[0].Actor).ShouldBe(("ISSUED", ReminderIssued.Descriptor.FullName, "progress"));
        (reminder.Unit, reminder.DueDate, reminder.IssueDate, reminder.Etag).ShouldBe((Own, $"{desk.Year}-07-05", $"{desk.Year}-07-03", "\"v1\""));
        (await RefusalAsync(Reminders(desk, Role.Reporter, Other).GetReminderAsync(new GetReminderRequest { Name = reminder.Name }))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await RefusalAsync(Reminders(desk, Role.Planner, "6101GX").GetReminderAsync(new GetReminderRequest { Name = "reminders/none" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
    }

    [Theory, MemberData(nameof(ProgressHosts.Providers), MemberType = typeof(ProgressHosts))]
    public async Task Problem_HandedToADepartment_IsALetter_AndAnotherWhenItIsOverdue(string provider)
    {
        var desk = await hosts.DeskAsync(provider);
        await desk.Host.TellAsync(new Unit { Name = $"units/{Land}", Code = Land, Parent = "units/610100", Title = "样例国土" }, 1);
        await desk.Host.TellAsync(new Project { Name = $"projects/{desk.First}", Title = "样例改造项目", Unit = Own, Enterprise = Uscc(Own) }, 1);
        var ledger = new ProblemService.ProblemServiceClient(desk.Host.As(Role.Planner, "6101GX"));
        var problem = await ledger.CreateProblemAsync(new CreateProblemRequest
        {
            Problem = new Problem { Project = desk.First, Category = ReturnLine.Types.ProblemCategory.Land, Text = "样例：用地指标未落实", AskedLevel = ReturnLine.Types.ProblemLevel.Bureau },
        });
        await RemindAsync(desk);
        (await ListAsync(desk, Land, problem.Name)).ShouldBeEmpty();
        await ledger.EscalateProblemAsync(new EscalateProblemRequest { Name = problem.Name, Reason = "样例" });
        await RemindAsync(desk);
        await RemindAsync(desk);
        (await ListAsync(desk, Land, problem.Name)).ShouldBe([(Kind.Assignment, "assigned-1")]);

        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 8, 2, 23, 0, 0, China));
        await RemindAsync(desk);
        (await ListAsync(desk, Land, problem.Name)).Count.ShouldBe(1, "its last day is not over");
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 8, 3, 0, 1, 0, China));
        await RemindAsync(desk);
        await RemindAsync(desk);
        (await ListAsync(desk, Land, problem.Name)).ShouldBe([(Kind.Supervision, $"overdue-{desk.Year}-08-02"), (Kind.Assignment, "assigned-1")]);

        var department = Reminders(desk, Role.Department, Land);
        var letters = (await department.ListRemindersAsync(new ListRemindersRequest { Subject = problem.Name, Kind = Kind.Assignment })).Reminders;
        var letter = await department.ExportReminderLetterAsync(new ExportReminderLetterRequest { Name = letters.ShouldHaveSingleItem().Name });
        letter.ContentType.ShouldBe("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        var text = TextOf(letter.Data);
        text.ShouldContain("关于协调解决样例改造项目土地问题的交办函");
        text.ShouldContain("样例国土：");
        text.ShouldContain("样例：用地指标未落实。");
        text.ShouldContain($"请于{desk.Year}年8月2日前办结");
        text.ShouldContain("样例委");

        await ledger.ResolveProblemAsync(new ResolveProblemRequest { Name = problem.Name, Result = "样例" });
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, 12, 1, 9, 0, 0, China));
        await RemindAsync(desk);
        (await ListAsync(desk, Land, problem.Name)).Count.ShouldBe(2);
    }

    /// <summary>Reminds a unit of its return; gives the name of the reminder.</summary>
    internal static async Task<string> IssueAsync(Desk desk, string unit)
    {
        await RemindAsync(desk);
        return (await Reminders(desk, Role.Planner, "6101GX").ListRemindersAsync(new ListRemindersRequest { Subject = desk.ReturnOf(unit) })).Reminders[0].Name;
    }

    // The hosts of the tests do not remind by themselves.
    private static async Task RemindAsync(Desk desk)
    {
        using var clock = new ReminderClock(
            desk.Host.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, desk.Host.Services.GetRequiredService<ReminderRules>(), NullLogger<ReminderClock>.Instance);
        await clock.RemindAsync(TestContext.Current.CancellationToken);
    }

    private static async Task At(Desk desk, int month, int day)
    {
        await desk.SetClockAsync(new DateTimeOffset(desk.Year, month, day, 9, 0, 0, China));
        await RemindAsync(desk);
    }

    private static Task<List<(Kind Kind, string Occasion)>> ListAsync(Desk desk, string unit, int quarter = 2) => ListAsync(desk, unit, desk.ReturnOf(unit, quarter));

    private static async Task<List<(Kind Kind, string Occasion)>> ListAsync(Desk desk, string unit, string subject) =>
        [.. (await Reminders(desk, Role.Planner, "6101GX").ListRemindersAsync(new ListRemindersRequest { Unit = unit, Subject = subject })).Reminders.Select(reminder => (reminder.Kind, reminder.Occasion))];

    private static string TextOf(ByteString file)
    {
        using var document = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(file.ToByteArray()), isEditable: false);
        return document.MainDocumentPart!.Document!.Body!.InnerText;
    }

    private static ReminderService.ReminderServiceClient Reminders(Desk desk, Role role, string unit) => new(desk.Host.As(role, unit));
}
