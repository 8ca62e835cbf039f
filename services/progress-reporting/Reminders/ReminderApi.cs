using Google.Api;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Documents;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Serves the reminders.</summary>
internal sealed class ReminderApi(ProgressDbContext db, CallerScope scope, ProblemRules offices) : V1.ReminderService.ReminderServiceBase
{
    public override async Task<V1.Reminder> GetReminder(V1.GetReminderRequest request, ServerCallContext context) => ToProto(await FindAsync(request.Name, context.CancellationToken));

    public override async Task<V1.ListRemindersResponse> ListReminders(V1.ListRemindersRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var found = await Page(db, request, filter.Units, page).ToListAsync(context.CancellationToken);
        return new V1.ListRemindersResponse
        {
            Reminders = { found.Take(page.Size).Select(ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<HttpBody> ExportReminderLetter(V1.ExportReminderLetterRequest request, ServerCallContext context)
    {
        var reminder = await FindAsync(request.Name, context.CancellationToken);
        var codes = new[] { reminder.Unit, offices.Bureau };
        var titles = await db.Units.AsNoTracking().Where(unit => EF.Parameter(codes).Contains(unit.Code)).ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, context.CancellationToken);
        var letter = new Letter(
            reminder.Title, "", [titles.GetValueOrDefault(reminder.Unit, reminder.Unit)], [.. reminder.Text.Split('\n').Select(text => new Paragraph(text))], titles.GetValueOrDefault(offices.Bureau, ""), reminder.IssueDate);
        return Downloads.Letter(context, letter.Title, LetterWriter.Write(letter));
    }

    internal static V1.Reminder ToProto(Reminder reminder) => new()
    {
        Name = reminder.ResourceName,
        Kind = (V1.Reminder.Types.Kind)reminder.Kind,
        Subject = reminder.Subject,
        Occasion = reminder.Occasion,
        Unit = reminder.Unit,
        DueDate = CalendarText.Day(reminder.DueDate),
        IssueDate = CalendarText.Day(reminder.IssueDate),
        Title = reminder.Title,
        Text = reminder.Text,
        CreateTime = Timestamp.FromDateTime(reminder.CreateTime),
        UpdateTime = Timestamp.FromDateTime(reminder.UpdateTime),
        Etag = reminder.Etag,
    };

    /// <summary>Gives one page and one row more, newest first.</summary>
    internal static IQueryable<Reminder> Page(ProgressDbContext db, V1.ListRemindersRequest request, IReadOnlyList<string>? units, Page<string> page)
    {
        var reminders = db.Reminders.AsNoTracking();
        if (units is not null)
            reminders = reminders.Where(reminder => units.Contains(reminder.Unit));
        if (request.Kind != V1.Reminder.Types.Kind.Unspecified)
            reminders = reminders.Where(reminder => reminder.Kind == (ReminderKind)request.Kind);
        if (request.Subject.Length > 0)
            reminders = reminders.Where(reminder => reminder.Subject == request.Subject);
        if (page.HasAfter)
            reminders = reminders.Where(reminder => string.Compare(reminder.Id, page.After) < 0);
        return reminders.OrderByDescending(reminder => reminder.Id).Take(page.Size + 1);
    }

    private async Task<Reminder> FindAsync(string name, CancellationToken cancellationToken)
    {
        var id = ResourceNames.Id(name, "reminders");
        return await db.Reminders.AsNoTracking().SingleOrDefaultAsync(reminder => reminder.Id == id, cancellationToken) ?? throw DomainException.NotFound(name);
    }
}
