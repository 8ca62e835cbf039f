using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Renovation.ProgressReporting.Deliveries;
using Renovation.ProgressReporting.Reminders;

namespace Renovation.ProgressReporting.Storage;

internal sealed class ReminderConfiguration : IEntityTypeConfiguration<Reminder>, IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.ToTable("reminders");
        builder.HasKey(reminder => reminder.Id);

        // None is made twice; and the inbox of a unit in its order.
        builder.HasIndex(reminder => new { reminder.Subject, reminder.Occasion }).IsUnique();
        builder.HasIndex(reminder => new { reminder.Unit, reminder.Id });
    }

    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries");
        builder.HasKey(delivery => new { delivery.Reminder, delivery.Channel });
        builder.HasOne<Reminder>().WithMany().HasForeignKey(delivery => delivery.Reminder).OnDelete(DeleteBehavior.Cascade);

        // What is to be delivered: little, however much was.
        builder.HasIndex(delivery => delivery.NextTime).HasFilter("state = 1");
    }
}
