using Microsoft.Extensions.Configuration;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Reminders;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Progress;

/// <summary>When a return is reminded of, and in which words.</summary>
public sealed class ReminderTests
{
    private static readonly DateOnly Due = new(2017, 7, 5);
    private static readonly ReminderRules Rules = Read();

    [Theory]
    [InlineData("2017-06-29", null)]
    [InlineData("2017-06-30", -5)]
    [InlineData("2017-07-03", -5)]
    [InlineData("2017-07-04", -1)]
    [InlineData("2017-07-05", -1)]
    [InlineData("2017-07-06", 0)]
    [InlineData("2017-07-08", 0)]
    [InlineData("2017-07-09", 3)]
    [InlineData("2018-01-01", 3)]
    public void ReachedOn_EveryDay_IsTheLatest(string today, int? expected) =>
        Rules.ReachedOn(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture), Due).ShouldBe(expected);

    [Fact]
    public void Texts_SayWhoOwesWhatUntilWhen()
    {
        var quarter = new Quarter(2017, 2);
        var before = ReminderTexts.OfReturn(quarter, "610102", Due, -1, new DateOnly(2017, 7, 4));
        (before.Kind, before.Unit, before.DueDate, before.Title).ShouldBe((ReminderKind.Reminder, "610102", Due, "关于报送2017年第2季度技术改造项目进度的提醒函"));
        before.Text.ShouldContain("2017年7月5日（含当日）");
        before.Text.ShouldContain("截至2017年7月4日");

        var late = ReminderTexts.OfReturn(quarter, "610102", Due, 0, new DateOnly(2017, 7, 6));
        (late.Kind, late.Text.Contains("已逾期1天", StringComparison.Ordinal)).ShouldBe((ReminderKind.Reminder, true));
        var stern = ReminderTexts.OfReturn(quarter, "610102", Due, 3, new DateOnly(2017, 7, 9));
        (stern.Kind, stern.Text.Contains("已逾期4天", StringComparison.Ordinal)).ShouldBe((ReminderKind.Supervision, true));
    }

    [Fact]
    public void Settings_AreRead_AndRefusedWhenTheyAreNone()
    {
        Read("3, 0,-10").Days.ShouldBe([-10, 0, 3]);
        Read("none").Days.ShouldBeEmpty();
        Read("none").ReachedOn(new DateOnly(2018, 1, 1), Due).ShouldBeNull();
        foreach (var wrong in new[] { "1,1", "x", "91", "1.5", "-" })
            Should.Throw<InvalidOperationException>(() => Read(wrong)).Message.ShouldContain("Reporting:Reminders");
    }

    private static ReminderRules Read(string? days = null) =>
        ReminderRules.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Reporting:Reminders"] = days }).Build());
}
