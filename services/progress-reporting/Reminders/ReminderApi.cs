using Google.Api;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Deliveries;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Serves the reminders.</summary>
internal sealed class ReminderApi(ProgressDbContext db, CallerScope scope, ReminderLetters letters, TimeProvider time) : V1.ReminderService.ReminderServiceBase
{
    public override async Task<V1.Reminder> GetReminder(V1.GetReminderRequest request, ServerCallContext context) =>
        (await ShowAsync([await FindAsync(request.Name, context.CancellationToken)], context.CancellationToken)).Single();

    public override async Task<V1.ListRemindersResponse> ListReminders(V1.ListRemindersRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var filter = await scope.RequireUnitAsync(request.Unit, context.CancellationToken);
        var found = await Page(db, request, filter.Units, page).ToListAsync(context.CancellationToken);
        return new V1.ListRemindersResponse
        {
            Reminders = { await ShowAsync([.. found.Take(page.Size)], context.CancellationToken) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<V1.Reminder> ReadReminder(V1.ReadReminderRequest request, ServerCallContext context)
    {
        var reminder = await FindAsync(request.Name, context.CancellationToken);
        var now = Instants.Now(time);
        await db.Deliveries.Where(delivery => delivery.Reminder == reminder.Id && delivery.Channel == InboxChannel.ChannelName && delivery.ReadTime == null)
            .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.ReadTime, now), context.CancellationToken);
        return (await ShowAsync([reminder], context.CancellationToken)).Single();
    }

    public override async Task<HttpBody> ExportReminderLetter(V1.ExportReminderLetterRequest request, ServerCallContext context)
    {
        var reminder = await FindAsync(request.Name, context.CancellationToken);
        return Downloads.Letter(context, reminder.Title, await letters.WriteAsync(reminder, context.CancellationToken));
    }

    // With how they were brought to their units: one query for a page.
    private async Task<IEnumerable<V1.Reminder>> ShowAsync(List<Reminder> reminders, CancellationToken cancellationToken)
    {
        var ids = reminders.Select(reminder => reminder.Id).ToArray();
        var deliveries = (await db.Deliveries.AsNoTracking().Where(delivery => EF.Parameter(ids).Contains(delivery.Reminder)).OrderBy(delivery => delivery.Channel).ToListAsync(cancellationToken))
            .ToLookup(delivery => delivery.Reminder, StringComparer.Ordinal);
        return reminders.Select(reminder =>
        {
            var shown = ToProto(reminder);
            shown.Deliveries.Add(deliveries[reminder.Id].Select(ToProto));
            shown.ReadTime = CalendarText.Instant(deliveries[reminder.Id].FirstOrDefault(delivery => delivery.ReadTime is not null)?.ReadTime);
            return shown;
        });
    }

    private static V1.Delivery ToProto(Delivery delivery) => new()
    {
        Channel = delivery.Channel,
        State = (V1.Delivery.Types.State)delivery.State,
        Attempts = delivery.Attempts,
        DeliverTime = CalendarText.Instant(delivery.DeliverTime),
        Error = delivery.Error,
    };

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
        if (request.Unread)
            reminders = reminders.Where(reminder => db.Deliveries.Any(delivery => delivery.Reminder == reminder.Id && delivery.Channel == InboxChannel.ChannelName && delivery.ReadTime == null));
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
