using System.Globalization;
using Renovation.ProgressReporting.Annex2;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Problems;

namespace Renovation.ProgressReporting.Reminders;

/// <summary>Words of the letters. Pure functions.</summary>
internal static class ReminderTexts
{
    /// <summary>Reminds of a return.</summary>
    /// <param name="days">Days before (below zero) or after the due date at which it is made.</param>
    public static Message OfReturn(Quarter quarter, string unit, DateOnly due, int days, DateOnly today)
    {
        var (title, day) = (quarter.Title, Day(due));
        if (days < 0)
        {
            return new Message(
                ReminderKind.Reminder, unit, due, $"关于报送{title}技术改造项目进度的提醒函",
                $"{title}技术改造重点项目投资进度报送截止日期为{day}（含当日）。截至{Day(today)}，你单位尚未报送。\n请抓紧填报，经审核无误后按时上报；没有项目的单位请作零报告。");
        }

        var late = today.DayNumber - due.DayNumber;
        return days == 0
            ? new Message(
                ReminderKind.Reminder, unit, due, $"关于{title}技术改造项目进度逾期未报的提醒函",
                $"{title}技术改造重点项目投资进度应于{day}前（含当日）报送。截至{Day(today)}，你单位仍未报送，已逾期{late}天。\n请立即补报。")
            : new Message(
                ReminderKind.Supervision, unit, due, $"关于{title}技术改造项目进度逾期未报的督办函",
                $"{title}技术改造重点项目投资进度应于{day}前（含当日）报送。经提醒，截至{Day(today)}，你单位仍未报送，已逾期{late}天，影响全市汇总。\n请在收到本函后一个工作日内补报，并书面说明原因。报送情况将计入各单位按时报送率。");
    }

    /// <summary>Hands a problem to a department or the government.</summary>
    /// <param name="unit">Title of the unit of its project.</param>
    public static Message OfAssignment(Problem problem, string unit) => new(
        ReminderKind.Assignment, problem.Owner, problem.DueDate!.Value, $"关于协调解决{problem.ProjectTitle}{Word(problem)}问题的交办函",
        $"{unit}反映，技术改造项目“{problem.ProjectTitle}”在推进中遇到{Word(problem)}方面的问题：{End(problem.Text)}\n现交由你单位研究办理，请于{Day(problem.DueDate.Value)}前办结并反馈结果。不属于你单位职责的，请说明理由后退回。");

    /// <summary>Asks whoever has an overdue problem for its result.</summary>
    /// <param name="unit">Title of the unit of its project.</param>
    public static Message OfOverdue(Problem problem, string unit, DateOnly today) => new(
        ReminderKind.Supervision, problem.Owner, problem.DueDate!.Value, $"关于{problem.ProjectTitle}{Word(problem)}问题逾期未办结的督办函",
        $"{unit}技术改造项目“{problem.ProjectTitle}”的{Word(problem)}问题应于{Day(problem.DueDate.Value)}前办结，截至{Day(today)}已逾期{today.DayNumber - problem.DueDate.Value.DayNumber}天：{End(problem.Text)}\n请抓紧办理，并书面反馈办理情况和预计办结时间。");

    private static string Word(Problem problem) => ReturnLayout.Categories.FirstOrDefault(category => category.Value == problem.Category).Word ?? "其他";

    private static string Day(DateOnly day) => day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    private static string End(string text) => text.EndsWith('。') ? text : $"{text}。";
}
