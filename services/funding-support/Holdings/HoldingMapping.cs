using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Holdings;

/// <summary>Holdings as the contract has them.</summary>
internal static class HoldingMapping
{
    /// <summary>Shows a holding.</summary>
    /// <param name="today">Day by which something is overdue; null for a record that does not say so.</param>
    public static V1.Holding ToProto(Holding holding, DateOnly? today) => new()
    {
        Name = holding.ResourceName,
        Award = $"awards/{holding.Award}",
        Program = $"programs/{holding.Program}",
        Project = holding.Project,
        Enterprise = holding.Enterprise,
        Unit = holding.Unit,
        State = (V1.Holding.Types.State)holding.State,
        Holder = holding.Terms.Holder,
        PrincipalYuan = holding.Terms.PrincipalYuan,
        StartDate = CalendarText.Day(holding.Terms.Start),
        TermMonths = holding.Terms.Months,
        YearlyReturnBp = holding.Terms.YearlyReturnBp,
        BenchmarkBp = holding.Terms.Benchmark.RateBp,
        BenchmarkDate = CalendarText.Day(holding.Terms.Benchmark.Day),
        Benchmark = holding.Terms.Benchmark.Title,
        MaturityDate = CalendarText.Day(holding.Terms.Maturity),
        Dividends = { holding.Dividends.Select(dividend => ToProto(dividend, today)) },
        Valuations = { holding.Valuations.Select(one => new V1.Holding.Types.Valuation { Date = CalendarText.Day(one.Day), ValueYuan = one.ValueYuan, DocumentNumber = one.DocumentNumber }) },
        Exit = holding.Exit is { } exit ? ToProto(exit) : null,
        OverdueYuan = today is { } day ? holding.OverdueYuan(day) : 0,
        ExitOverdue = today is { } now && holding.IsExitOverdue(now),
        CreateTime = CalendarText.Instant(holding.CreateTime),
        UpdateTime = CalendarText.Instant(holding.UpdateTime),
        Etag = holding.Etag,
    };

    /// <summary>Reads the terms of a holding to add.</summary>
    /// <exception cref="DomainException">INVALID_DATE, REQUIRED.</exception>
    public static HoldingTerms ToTerms(V1.Holding holding)
    {
        var validation = new Validation();
        var (start, benchmark) = (Required(holding.StartDate, "holding.start_date", validation), Required(holding.BenchmarkDate, "holding.benchmark_date", validation));
        validation.ThrowIfAny();
        return new HoldingTerms(holding.Holder.Trim(), holding.PrincipalYuan, start, holding.TermMonths, holding.YearlyReturnBp, new BenchmarkRate(holding.Benchmark.Trim(), holding.BenchmarkBp, benchmark));
    }

    private static DateOnly Required(string text, string field, Validation validation)
    {
        validation.Check(text.Length > 0, field, "REQUIRED", new LocalText("必填。", "It is required."));
        return CalendarText.ReadDay(text, field, validation) ?? default;
    }

    private static V1.Holding.Types.Dividend ToProto(Dividend dividend, DateOnly? today) => new()
    {
        Number = dividend.Number,
        DueDate = CalendarText.Day(dividend.DueDate),
        AmountYuan = dividend.AmountYuan,
        ReceivedYuan = dividend.ReceivedYuan,
        ReceiveDate = CalendarText.Day(dividend.ReceiveDate),
        Vouchers = { dividend.Vouchers },
        Overdue = today is { } day && dividend.IsOverdue(day),
    };

    private static V1.Holding.Types.Exit ToProto(HoldingExit exit) => new()
    {
        PlanDate = CalendarText.Day(exit.PlanDate),
        Method = exit.Method,
        Planner = exit.Planner,
        ExitDate = CalendarText.Day(exit.Day),
        ProceedsYuan = exit.ProceedsYuan,
        DocumentNumber = exit.DocumentNumber,
        Executor = exit.Executor,
    };
}
