using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Reminders;

namespace Renovation.ProgressReporting.Storage;

internal sealed class ReminderConfiguration : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.ToTable("reminders");
        builder.HasKey(reminder => reminder.Id);

        // None is made twice; and the inbox of a unit in its order.
        builder.HasIndex(reminder => new { reminder.Subject, reminder.Occasion }).IsUnique();
        builder.HasIndex(reminder => new { reminder.Unit, reminder.Id });
    }
}
