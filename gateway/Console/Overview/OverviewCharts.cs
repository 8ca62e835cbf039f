using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>The charts of the overview, as options of ECharts.</summary>
internal static class OverviewCharts
{
    private const int Quarters = 4;
    private const decimal Wan = 10_000;
    private const string Blue = "#0b4f8a";
    private const string Orange = "#b35c00";
    private static readonly string[] Names = ["Q1", "Q2", "Q3", "Q4"];

    /// <summary>Planned investment, spread evenly over the quarters, and what was accepted of the plan's projects, both from the beginning of the year, in 万元.</summary>
    public static object Curve(long plannedYuan, IReadOnlyList<long?> actualYuan, Language language) => new
    {
        grid = new { left = 70, right = 20, top = 40, bottom = 30 },
        tooltip = new { trigger = "axis" },
        legend = new { left = 60, top = 0 },
        xAxis = new { type = "category", data = Names },
        yAxis = new { type = "value", name = language == Language.English ? "10k yuan" : "万元" },
        series = new object[]
        {
            new { name = language == Language.English ? "planned (even)" : "计划（按季均分）", type = "line", lineStyle = new { type = "dashed" }, color = Orange, data = Enumerable.Range(1, Quarters).Select(quarter => plannedYuan * quarter / Quarters / Wan) },
            new { name = language == Language.English ? "actual" : "实际完成", type = "line", color = Blue, data = actualYuan.Select(yuan => yuan / Wan) },
        },
    };

    /// <summary>How many projects of the plan have come how far.</summary>
    public static object Funnel(PlanFigures plan, int year, Language language)
    {
        var english = language == Language.English;
        (string Name, int Value, string Link)[] steps =
        [
            (english ? "projects" : "计划项目", plan.Projects, $"/console/projects?year={year}"),
            (english ? "completed" : "已竣工", plan.Completions.Done, $"/console/milestones/{year}/completion"),
            (english ? "in production" : "已投产", plan.InProduction, $"/console/milestones/{year}/production"),
            (english ? "at capacity" : "已达产", plan.AtCapacity, $"/console/milestones/{year}/capacity"),
        ];
        return new
        {
            tooltip = new { trigger = "item" },
            series = new[]
            {
                new
                {
                    type = "funnel", sort = "none", minSize = "12%", left = "10%", width = "70%", top = 20, bottom = 10,
                    label = new { position = "right", formatter = "{b} {c}", color = "#1c2733" },
                    data = steps.Select(step => new { name = step.Name, value = step.Value, link = step.Link }),
                },
            },
        };
    }

    /// <summary>Growth beside its target, in per cent.</summary>
    public static object Gauge(GrowthRow growth, Language language)
    {
        var (value, target) = (growth.GrowthBp / 100m, growth.TargetBp / 100m);
        var most = Math.Max(30, Math.Ceiling(Math.Max(value, target) * 1.2m / 10) * 10);
        var least = Math.Min(0, Math.Floor(value / 10) * 10);
        var share = (target - least) / (most - least);
        return new
        {
            series = new[]
            {
                new
                {
                    type = "gauge", min = least, max = most, radius = "90%", center = new[] { "50%", "58%" },
                    axisLine = new { lineStyle = new { width = 14, color = new object[] { new object[] { share, "#d9822b" }, new object[] { 1, "#2c8a57" } } } },
                    pointer = new { itemStyle = new { color = Blue } },
                    detail = new { formatter = "{value}%", fontSize = 22, color = "#1c2733" },
                    data = new[] { new { value, name = language == Language.English ? $"target {target:0.##}%" : $"目标 {target:0.##}%" } },
                },
            },
        };
    }

    /// <summary>Open problems by category, most first, and their cumulated share.</summary>
    public static object Pareto(SummarizeProblemsResponse summary, Language language)
    {
        var categories = summary.ByCategory.Where(pair => pair.Value.Open > 0).OrderByDescending(pair => pair.Value.Open).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var total = categories.Sum(pair => pair.Value.Open);
        var running = 0;
        return new
        {
            grid = new { left = 40, right = 50, top = 40, bottom = 40 },
            tooltip = new { trigger = "axis" },
            xAxis = new { type = "category", data = categories.Select(pair => ProblemTexts.Category(pair.Key).In(language)), axisLabel = new { interval = 0 } },
            yAxis = new object[] { new { type = "value", minInterval = 1 }, new { type = "value", max = 100, axisLabel = new { formatter = "{value}%" } } },
            series = new object[]
            {
                new { type = "bar", color = Blue, name = language == Language.English ? "open" : "未解决", data = categories.Select(pair => new { value = pair.Value.Open, link = $"/console/problems?category={pair.Key}" }) },
                new { type = "line", color = Orange, yAxisIndex = 1, name = language == Language.English ? "share" : "累计占比", data = categories.Select(pair => Math.Round(100m * (running += pair.Value.Open) / total, 1)) },
            },
        };
    }
}
