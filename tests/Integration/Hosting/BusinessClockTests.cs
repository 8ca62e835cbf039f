using Microsoft.Extensions.Time.Testing;
using Renovation.Shared.Time;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>The clock of the calendar rules, and the file that sets it.</summary>
public sealed class BusinessClockTests : IDisposable
{
    private static readonly DateTimeOffset RealNow = new(2026, 5, 1, 20, 0, 0, TimeSpan.Zero);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"clock-{Guid.CreateVersion7():N}.json");
    private readonly FakeTimeProvider _real = new(RealNow);
    private readonly BusinessClock _clock;

    public BusinessClockTests() => _clock = new BusinessClock(_real, CalendarZone.Find("Asia/Shanghai"), _file);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void WithoutAFile_ItIsTheRealClock_InTheZoneOfTheCalendar()
    {
        _clock.GetUtcNow().ShouldBe(RealNow);
        _clock.Today().ShouldBe(new DateOnly(2026, 5, 2));
        _clock.LocalTimeZone.BaseUtcOffset.ShouldBe(TimeSpan.FromHours(8));
    }

    [Fact]
    public void SetClock_MovesOnWithTheRealOne_InEveryProcess()
    {
        var july = new DateTimeOffset(2017, 7, 3, 9, 0, 0, TimeSpan.FromHours(8));
        ClockFile.Set(_file, july, _real);
        var other = new BusinessClock(_real, CalendarZone.Find("Asia/Shanghai"), _file);
        _clock.GetUtcNow().ShouldBe(july);
        _real.Advance(TimeSpan.FromHours(40));
        _clock.GetUtcNow().ShouldBe(july.AddHours(40));
        other.GetUtcNow().ShouldBe(july.AddHours(40));
        other.Today().ShouldBe(new DateOnly(2017, 7, 5));
    }

    [Fact]
    public void ClockThatIsSetAgain_FollowsWithinATenthOfASecond_AlsoBackwards()
    {
        ClockFile.Set(_file, RealNow.AddYears(1), _real);
        _clock.GetUtcNow().ShouldBe(RealNow.AddYears(1));
        ClockFile.Set(_file, RealNow.AddYears(-9), _real);
        _real.Advance(TimeSpan.FromMilliseconds(100));
        _clock.GetUtcNow().ShouldBe(RealNow.AddYears(-9).AddMilliseconds(100));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"set": "2017-07-03T09:00:00+08:00"}""")]
    public void FileThatCannotBeRead_ChangesNothing(string content)
    {
        ClockFile.Set(_file, RealNow.AddYears(1), _real);
        _clock.GetUtcNow().ShouldBe(RealNow.AddYears(1));
        File.WriteAllText(_file, content);
        _real.Advance(TimeSpan.FromSeconds(1));
        _clock.GetUtcNow().ShouldBe(RealNow.AddYears(1).AddSeconds(1));
    }

    [Fact]
    public void Timers_RunInRealTime()
    {
        ClockFile.Set(_file, RealNow.AddYears(1), _real);
        var before = _clock.GetTimestamp();
        _real.Advance(TimeSpan.FromSeconds(3));
        _clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromSeconds(3));
    }
}
