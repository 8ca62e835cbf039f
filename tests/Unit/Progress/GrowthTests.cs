using CsCheck;
using Renovation.ProgressReporting.Targets;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Progress;

public sealed class GrowthTests
{
    [Theory]
    [InlineData(113L, 100L, null, 2, 1300, 0)]
    [InlineData(112L, 100L, null, 2, 1200, -100)]
    [InlineData(90L, 100L, null, 2, -1000, -2300)]
    [InlineData(1L, 3L, null, 1, -6667, -7967)] // Half away from zero.
    [InlineData(0L, 100L, null, 1, -10000, -11300)]
    [InlineData(5L, 0L, null, 1, null, null)]
    [InlineData(null, 100L, null, 1, null, null)]
    [InlineData(5L, null, null, 1, null, null)]
    public void Growth_IsYearToDateOverTheSamePeriodLessOne(long? now, long? before, long? total, int quarter, int? growth, int? gap)
    {
        var found = Growth.Of(new GrowthFigures(now, before, total), 1300, quarter);

        (found.GrowthBp, found.GapBp).ShouldBe((growth, gap));
    }

    [Theory]
    [InlineData(60L, 50L, 200L, 2, 226L, 83L, 240L, 2000, ForecastMethod.SamePeriodShare)]
    [InlineData(240L, 50L, 200L, 3, 226L, 0L, 960L, 38000, ForecastMethod.SamePeriodShare)]
    [InlineData(230L, 200L, 200L, 4, 226L, null, 230L, 1500, ForecastMethod.SamePeriodShare)]
    [InlineData(60L, null, 200L, 2, 226L, 83L, 120L, -4000, ForecastMethod.Linear)]
    [InlineData(60L, 50L, null, 2, null, null, 120L, null, ForecastMethod.Linear)]
    [InlineData(60L, 50L, 40L, 2, 45L, 0L, 120L, 20000, ForecastMethod.Linear)] // A year that is less than its half is not believed.
    [InlineData(null, 50L, 200L, 2, 226L, null, null, null, ForecastMethod.None)]
    internal void RestOfTheYear_NeedAndForecast_NameTheirMethod(long? now, long? before, long? total, int quarter, long? required, long? needed, long? forecast, int? forecastGrowth, ForecastMethod method)
    {
        var found = Growth.Of(new GrowthFigures(now, before, total), 1300, quarter);

        (found.RequiredTotalYuan, found.NeededPerQuarterYuan, found.ForecastYuan, found.ForecastGrowthBp, found.Method).ShouldBe((required, needed, forecast, forecastGrowth, method));
    }

    [Fact]
    public void Growth_OfAnyFigures_NeverThrowsAndNeedReachesTheTarget() =>
        Gen.Select(Gen.Long[0, 100_000_000_000_000], Gen.Long[0, 100_000_000_000_000], Gen.Long[0, 100_000_000_000_000], Gen.Int[-10_000, 100_000], Gen.Int[1, 4]).Sample((now, before, total, target, quarter) =>
        {
            var found = Growth.Of(new GrowthFigures(now, before, total), target, quarter);
            if (found is { NeededPerQuarterYuan: > 0 and var needed, RequiredTotalYuan: { } required })
                Math.Abs(now + (needed * (4 - quarter)) - required).ShouldBeLessThanOrEqualTo(2);
            (found.GrowthBp is null).ShouldBe(before == 0);
        });
}
