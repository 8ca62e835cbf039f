using Google.Protobuf.WellKnownTypes;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Tests.EndToEnd.Calls;
using Renovation.Tests.EndToEnd.MainRoad;
using Shouldly;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>Four quarters of returns in which every project starts, is completed, produces and reaches capacity, so that each acceptance changes each project.</summary>
internal sealed class Year(Suite suite, List<PlanEntry> entries)
{
    private const string Known = "known-investment";
    private static readonly string[] Quarters = ["2017Q1", "2017Q2", "2017Q3", "2017Q4"];
    private readonly List<string> _accepted = [];

    /// <summary>Returns in the order in which they are to be accepted: by quarter, then by unit.</summary>
    public IReadOnlyList<string> Returns { get; } =
        [.. Quarters.SelectMany(quarter => Units(entries).Select(unit => $"periods/{quarter}/returns/{unit}"))];

    /// <summary>Issues the plan, opens as many quarters as are needed, and submits their returns.</summary>
    public static async Task<Year> PrepareAsync(Suite suite, int returns)
    {
        var entries = await PlanSteps.IssueAsync(suite, Facts.Read());
        var year = new Year(suite, entries);
        await suite.CallAsync<Program>("planner", WhatFundingKnows());
        await new ReturnSteps(suite, entries).ClockAsync("2018-01-03T09:00:00+08:00");
        foreach (var quarter in year.Returns.Take(returns).Select(name => name.Split('/')[1]).Distinct(StringComparer.Ordinal))
            await Eventually.BecomesAsync(() => year.OpenAsync(quarter), open => open);
        foreach (var name in year.Returns.Take(returns))
            await year.SubmitAsync(name);
        return year;
    }

    /// <summary>Accepts a return, however often it takes.</summary>
    public async Task AcceptAsync(string name)
    {
        await Persistent.CallAsync<Return>(suite, "planner", new AcceptReturnRequest { Name = name, RequestId = Rounds.Request() });
        lock (_accepted)
            _accepted.Add(name);
    }

    /// <summary>Every accepted return was applied to each of its projects once in catalog, in order, and funding knows the last amounts.</summary>
    public async Task VerifyAsync()
    {
        var quarters = _accepted.Select(Split).ToLookup(at => at.Unit, at => at.Quarter, StringComparer.Ordinal);
        var projects = entries.Where(entry => quarters.Contains(entry.Unit)).ToList();
        foreach (var entry in projects)
        {
            var expected = quarters[entry.Unit].Order(StringComparer.Ordinal).ToList();
            var applied = await Eventually.BecomesAsync(() => AppliedAsync(entry.Project), applied => applied.Count >= expected.Count);
            applied.ShouldBe(expected, $"{entry.ProjectTitle} in {entry.Unit}");
        }

        await Eventually.BecomesAsync(
            async () => await KnownToFundingAsync(projects, entry => CumulativeOf(entry, quarters[entry.Unit].Max(StringComparer.Ordinal)!)), known => known == projects.Count);
    }

    // A program whose base is the accepted investment shows what funding knows of it.
    private static CreateProgramRequest WhatFundingKnows() => new()
    {
        ProgramId = Known,
        Program = new Program
        {
            Title = "样例：已审定投资",
            Year = 2017,
            Level = Program.Types.Level.Provincial,
            Form = Program.Types.Form.InterestSubsidy,
            Rules = new ProgramRules { SourceDocument = "样例规则，非正式文件", Base = ProgramRules.Types.Base.AcceptedInvestment, Tiers = { new ProgramRules.Types.Tier { RateBp = 1 } } },
        },
    };

    private static List<string> Units(List<PlanEntry> entries) => [.. entries.Select(entry => entry.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static (string Quarter, string Unit) Split(string name) => name.Split('/') is [_, var quarter, _, var unit] ? (quarter, unit) : throw new InvalidOperationException(name);

    private static long YearToDateOf(PlanEntry entry, string quarter) => entry.PlannedInvestmentYuan / 4 * (quarter[^1] - '0');

    private static long CumulativeOf(PlanEntry entry, string quarter) => entry.OpeningInvestmentYuan + YearToDateOf(entry, quarter);

    private async Task<bool> OpenAsync(string quarter)
    {
        try
        {
            await suite.CallAsync<Period>("planner", new OpenPeriodRequest { Name = $"periods/{quarter}" });
            return true;
        }
        catch (Refusal refusal) when (refusal.Code == Google.Rpc.Code.FailedPrecondition)
        {
            return false;
        }
    }

    private async Task SubmitAsync(string name)
    {
        var (quarter, unit) = Split(name);
        foreach (var entry in entries.Where(entry => entry.Unit == unit))
            await suite.ReportAsync<ReturnLine>(unit, new UpdateReturnLineRequest { Line = LineOf(name, entry, quarter), UpdateMask = MaskOf(quarter[^1] - '0') });
        await suite.ReportAsync<Return>(unit, new SubmitReturnRequest { Name = name });
    }

    private static ReturnLine LineOf(string name, PlanEntry entry, string quarter)
    {
        var number = quarter[^1] - '0';
        return new ReturnLine
        {
            Name = $"{name}/lines/{entry.Project}",
            QuarterYuan = entry.PlannedInvestmentYuan / 4,
            YearToDateYuan = YearToDateOf(entry, quarter),
            CumulativeYuan = CumulativeOf(entry, quarter),
            Explanation = "样例数据说明",
            ActualStartDate = "2017-02-01",
            ActualCompletionDate = number >= 2 ? "2017-05-01" : "",
            ActualProductionDate = number >= 3 ? "2017-08-01" : "",
            AtCapacity = number >= 4,
        };
    }

    private static FieldMask MaskOf(int quarter)
    {
        var mask = FieldMask.FromString("quarter_yuan,year_to_date_yuan,cumulative_yuan,explanation,actual_start_date");
        if (quarter >= 2)
            mask.Paths.Add("actual_completion_date");
        if (quarter >= 3)
            mask.Paths.Add("actual_production_date");
        if (quarter >= 4)
            mask.Paths.Add("at_capacity");
        return mask;
    }

    private async Task<List<string>> AppliedAsync(string project)
    {
        var history = await Persistent.CallAsync<ListProjectHistoryResponse>(suite, "planner", new ListProjectHistoryRequest { Name = $"projects/{project}", PageSize = 100 });
        return [.. history.Changes.Where(change => change.Kind.Split(',').Contains("REPORTED", StringComparer.Ordinal)).Select(change => change.Reason.Split('/')[^1]).Reverse()];
    }

    private async Task<int> KnownToFundingAsync(List<PlanEntry> projects, Func<PlanEntry, long> amount)
    {
        var page = await Persistent.CallAsync<ListEligibilitiesResponse>(suite, "planner", new ListEligibilitiesRequest { Parent = $"programs/{Known}", PageSize = 1000 });
        var known = page.Eligibilities.ToDictionary(eligibility => eligibility.Project, eligibility => eligibility.BaseYuan, StringComparer.Ordinal);
        return projects.Count(entry => known.GetValueOrDefault(entry.Project) == amount(entry));
    }
}
