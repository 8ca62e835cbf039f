using Renovation.Shared.Domain;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Which letter a reminder is.</summary>
internal enum ReminderKind
{
    /// <summary>提醒函.</summary>
    Reminder = 1,

    /// <summary>交办函.</summary>
    Assignment = 2,

    /// <summary>督办函.</summary>
    Supervision = 3,
}

/// <summary>What makes a reminder due; the same one is made once.</summary>
/// <param name="Subject">Name of the return or problem that it is about.</param>
/// <param name="Occasion">What made it due.</param>
internal sealed record Cause(string Subject, string Occasion);

/// <summary>What a reminder says.</summary>
internal sealed record Message(ReminderKind Kind, string Unit, DateOnly DueDate, string Title, string Text);

/// <summary>Something that a unit is told to do.</summary>
internal sealed class Reminder : Aggregate
{
    private Reminder(string id) => Id = id;

    public string Id { get; }

    public ReminderKind Kind { get; private set; }

    public string Subject { get; private set; } = "";

    public string Occasion { get; private set; } = "";

    public string Unit { get; private set; } = "";

    public DateOnly DueDate { get; private set; }

    public DateOnly IssueDate { get; private set; }

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    public override string ResourceName => $"reminders/{Id}";

    public static Reminder Issue(Cause cause, Message message, DateOnly today)
    {
        var reminder = new Reminder(Guid.CreateVersion7().ToString())
        {
            Kind = message.Kind,
            Subject = cause.Subject,
            Occasion = cause.Occasion,
            Unit = message.Unit,
            DueDate = message.DueDate,
            IssueDate = today,
            Title = message.Title,
            Text = message.Text,
        };
        reminder.Changed("ISSUED");
        return reminder;
    }
}
