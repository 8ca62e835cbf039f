using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Documents;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Writes the letters of reminders (提醒函、交办函、督办函).</summary>
internal sealed class ReminderLetters(ProgressDbContext db, ProblemRules offices)
{
    /// <summary>Writes the letter: addressee, text, signer and date.</summary>
    public async Task<byte[]> WriteAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var codes = new[] { reminder.Unit, offices.Bureau };
        var titles = await db.Units.AsNoTracking().Where(unit => EF.Parameter(codes).Contains(unit.Code)).ToDictionaryAsync(unit => unit.Code, unit => unit.Title, StringComparer.Ordinal, cancellationToken);
        return LetterWriter.Write(new Letter(
            reminder.Title, "", [titles.GetValueOrDefault(reminder.Unit, reminder.Unit)], [.. reminder.Text.Split('\n').Select(text => new Paragraph(text))], titles.GetValueOrDefault(offices.Bureau, ""), reminder.IssueDate));
    }
}
