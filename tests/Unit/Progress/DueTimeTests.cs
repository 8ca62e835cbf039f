using System.Text;
using CsCheck;
using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Periods;
using Renovation.ProgressReporting.Returns;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Progress;

public sealed class DueTimeTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly WorkdayCalendar Calendar = WorkdayCalendar.BuiltIn();

    [Theory]
    [InlineData("2017Q3", "2017-10-09", "SHIFTED")] // National Day and Mid-Autumn, to 8 October.
    [InlineData("2016Q3", "2016-10-08", "SHIFTED")] // Saturday the 8th was made up.
    [InlineData("2020Q3", "2020-10-09", "SHIFTED")]
    [InlineData("2017Q1", "2017-04-05", "WORKDAY")]
    [InlineData("2020Q1", "2020-04-07", "SHIFTED")] // Qingming from the 4th to the 6th.
    [InlineData("2026Q1", "2026-04-07", "SHIFTED")]
    [InlineData("2016Q4", "2017-01-05", "WORKDAY")]
    [InlineData("2019Q4", "2020-01-06", "SHIFTED")] // A Sunday.
    [InlineData("2018Q2", "2018-07-05", "WORKDAY")]
    [InlineData("2026Q4", "2027-01-05", "CALENDAR_UNKNOWN")]
    [InlineData("2030Q4", "2031-01-06", "CALENDAR_UNKNOWN")] // A Sunday of a year without data.
    public void Shifting_ByTheCalendar_GoesToTheNextWorkingDay(string quarter, string due, string code)
    {
        var found = DueTime.Of(Quarter.Parse(quarter)!.Value, Rules(shifts: true), Shanghai);

        found.DueDate.ToString("yyyy-MM-dd").ShouldBe(due);
        found.Steps.ShouldContain(step => step.Code == code);
        found.LateFrom.ShouldBe(found.DueDate.ToDateTime(TimeOnly.MinValue).AddHours(16));
    }

    [Theory]
    [InlineData("2017Q3", "2017-10-05", "当日为国庆节假期；未启用顺延，截止日不变。")]
    [InlineData("2020Q1", "2020-04-05", "当日为清明假期；未启用顺延，截止日不变。")]
    [InlineData("2019Q4", "2020-01-05", "当日为周末；未启用顺延，截止日不变。")]
    [InlineData("2017Q2", "2017-07-05", "当日为工作日。")]
    public void Shifting_Off_StaysAndSaysWhy(string quarter, string due, string why)
    {
        var found = DueTime.Of(Quarter.Parse(quarter)!.Value, Rules(), Shanghai);

        found.DueDate.ToString("yyyy-MM-dd").ShouldBe(due);
        found.Steps.ShouldContain(step => step.Text.Zh == why);
    }

    [Fact]
    public void DueDay_OnAMadeUpWeekend_IsWorked()
    {
        // Saturday 12 October 2024 was worked for the National Day.
        var found = DueTime.Of(Quarter.Parse("2024Q3")!.Value, Rules(dueDay: 12, shifts: true), Shanghai);

        found.DueDate.ShouldBe(new(2024, 10, 12));
        found.Steps.ShouldContain(step => step.Text.Zh == "当日为国庆节调休上班日。");
    }

    [Fact]
    public void Steps_InBothLanguages_TellTheWholeStory()
    {
        var steps = DueTime.Of(Quarter.Parse("2017Q3")!.Value, Rules(shifts: true), Shanghai).Steps;

        steps.Select(step => step.Text.Zh).ShouldBe(
        [
            "2017年第3季度于 2017-09-30 结束。", "自 2017-10-01 起可以上报。", "须于次月 5 日（含当日）前上报，即 2017-10-05（星期四）。",
            "当日为国庆节假期，按工作日历（版本 2026.1）顺延至下一个工作日 2017-10-09（星期一）。", "自 2017-10-10 00:00（北京时间）起为逾期。",
        ]);
        steps.Select(step => step.Text.En).ShouldAllBe(text => text.All(char.IsAscii) || text.Contains("国庆节", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Asia/Shanghai", "2017-07-05T16:00")]
    [InlineData("America/New_York", "2017-07-06T04:00")]
    [InlineData("Asia/Kathmandu", "2017-07-05T18:15")]
    public void LateFrom_InAZone_IsItsMidnight(string zone, string late) =>
        DueTime.Of(Quarter.Parse("2017Q2")!.Value, Rules(), TimeZoneInfo.FindSystemTimeZoneById(zone)).LateFrom.ToString("yyyy-MM-ddTHH:mm").ShouldBe(late);

    [Fact]
    public void Calendar_BuiltIn_HasElevenYearsWhoseMadeUpDaysAreWeekends()
    {
        var days = Enumerable.Range(0, 4018).Select(number => new DateOnly(2016, 1, 1).AddDays(number)).Select(day => (Day: day, Nature: Calendar.Of(day))).ToList();

        days[^1].Day.ShouldBe(new(2026, 12, 31));
        days.ShouldAllBe(day => day.Nature.IsKnown);
        days.Where(day => day.Nature is { IsWorked: true, Occasion: not null }).ShouldAllBe(day => day.Day.DayOfWeek == DayOfWeek.Saturday || day.Day.DayOfWeek == DayOfWeek.Sunday);

        // 2017 and 2023 had 249 working days each.
        new[] { 2017, 2023 }.Select(year => days.Count(day => day.Day.Year == year && day.Nature.IsWorked)).ShouldBe([249, 249]);
        Calendar.Of(new(2027, 10, 1)).ShouldBe(new DayNature(true, null, false));
    }

    [Fact]
    public void WorkdayFrom_AnyDay_IsTheFirstThatIsWorked() =>
        Gen.Int[0, 5000].Sample(number =>
        {
            var day = new DateOnly(2015, 6, 1).AddDays(number);
            var found = Calendar.WorkdayFrom(day);
            Calendar.Of(found).IsWorked.ShouldBeTrue();
            Enumerable.Range(day.DayNumber, found.DayNumber - day.DayNumber).ShouldAllBe(before => !Calendar.Of(DateOnly.FromDayNumber(before)).IsWorked);
        });

    [Theory]
    [InlineData("", "not as expected")]
    [InlineData("null", "empty")]
    [InlineData("{}", "no version or no years")]
    [InlineData("""{"version":"1","years":[{"year":"x"}]}""", "$.years[0].year")]
    [InlineData("""{"version":"1","years":[{"year":2027,"off":[{"name":"元旦","first":"2027-01-03","last":"2027-01-01"}]}]}""", "ends before it begins")]
    [InlineData("""{"version":"1","years":[{"year":2027,"off":[{"name":"元旦","first":"2027-01-32","last":"2027-01-32"}]}]}""", "2027-01-32")]
    [InlineData("""{"version":"1","years":[{"year":2027,"off":[{"name":"元旦","first":"2026-12-31","last":"2027-01-01"}]}]}""", "2026-12-31 in 2027")]
    [InlineData("""{"version":"1","years":[{"year":2027,"off":[{"name":"元旦","first":"2027-01-01","last":"2027-01-01"}],"work":[{"name":"元旦","day":"2027-01-01"}]}]}""", "2027-01-01 twice")]
    [InlineData("""{"version":"1","years":[{"year":2027},{"year":2027}]}""", "2027 twice")]
    public void Calendar_ThatIsNone_SaysWhatIsWrong(string json, string what) =>
        Should.Throw<InvalidOperationException>(() => WorkdayCalendar.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "days.json")).Message.ShouldContain(what);

    private static ReportingRules Rules(int dueDay = 5, bool shifts = false) => new(dueDay, shifts, new FilingRules(NeedsCertifier: false, CheckSettings.Default), OpensByItself: true, MissingPeriods: 2, Calendar);
}
