using Renovation.FundingSupport.Awards;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Programs;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Holdings;

/// <summary>Where a holding stands.</summary>
internal enum HoldingState
{
    Held = 1,
    Exited = 2,
}

/// <summary>Preferred shares that the asset company holds for the money of an award (优先股).</summary>
internal sealed class Holding : Aggregate, ISupportStep
{
    private Holding(string id, string award, string program, string project, string enterprise, string unit)
    {
        Id = id;
        Award = award;
        Program = program;
        Project = project;
        Enterprise = enterprise;
        Unit = unit;
    }

    public string Id { get; }

    /// <summary>Id of the award.</summary>
    public string Award { get; }

    /// <summary>Id of the program that paid.</summary>
    public string Program { get; }

    public string Project { get; }

    public string Enterprise { get; }

    public string Unit { get; }

    public HoldingState State { get; private set; } = HoldingState.Held;

    public HoldingTerms Terms { get; private set; } = null!;

    public IReadOnlyList<Dividend> Dividends { get; private set; } = [];

    public IReadOnlyList<Valuation> Valuations { get; private set; } = [];

    /// <summary>Null before it is planned.</summary>
    public HoldingExit? Exit { get; private set; }

    /// <summary>Day on which something is owed next: a dividend, or the money itself; null when nothing is. By it the overdue ones are found.</summary>
    public DateOnly? NextDue { get; private set; }

    public override string ResourceName => $"holdings/{Id}";

    /// <summary>Adds the holding of an award.</summary>
    /// <exception cref="DomainException">Invalid, listing what is wrong with the terms. NOT_EQUITY; HOLDING_EXCEEDS_PAID.</exception>
    public static Holding Create(string id, Award award, HoldingTerms terms, HoldingLimits limits, DateOnly today)
    {
        var validation = new Validation();
        terms.Validate(validation, limits, today);
        validation.ThrowIfAny();
        if (award.Form != SupportForm.Equity)
            throw DomainException.WrongState("NOT_EQUITY", award.ResourceName, new LocalText("该扶持决定不是股权投入。", "The award is no equity."));
        var paid = award.DisbursedYuan - award.RecoveredYuan;
        if (terms.PrincipalYuan > paid)
            throw DomainException.WrongState("HOLDING_EXCEEDS_PAID", award.ResourceName, new LocalText($"金额超过已拨付未追回的 {paid} 元。", $"The amount is more than the {paid} yuan that were paid and not recovered."));
        var holding = new Holding(id, award.Id, award.Program, award.Project, award.Enterprise, award.Unit) { Terms = terms, Dividends = terms.Schedule() };
        holding.Noted("CREATED");
        return holding;
    }

    /// <summary>Gives the dividends owed although their day is over.</summary>
    public long OverdueYuan(DateOnly today) => Dividends.Where(dividend => dividend.IsOverdue(today)).Sum(dividend => dividend.LeftYuan);

    /// <summary>Whether the term is over and the money has not come back.</summary>
    public bool IsExitOverdue(DateOnly today) => State == HoldingState.Held && Terms.Maturity < today;

    /// <summary>Books a dividend that was received.</summary>
    /// <param name="number">Number of the dividend, 0 for the first that is owed.</param>
    /// <exception cref="DomainException">WRONG_STATE; UNKNOWN_DIVIDEND; NOTHING_OWED; OUT_OF_RANGE; DIVIDEND_EXCEEDED.</exception>
    public void Receive(int number, long amountYuan, DateOnly day, string voucher, DateOnly today)
    {
        RequireHeld();
        CheckDay(day, Terms.Start, today, "receive_date");
        var dividend = number == 0
            ? Dividends.FirstOrDefault(one => one.LeftYuan > 0) ?? throw DomainException.WrongState("NOTHING_OWED", ResourceName, new LocalText("没有未收的股息。", "No dividend is owed."))
            : Dividends.FirstOrDefault(one => one.Number == number) ?? throw DomainException.Invalid("number", "UNKNOWN_DIVIDEND", new LocalText($"没有第 {number} 期股息。", $"There is no dividend {number}."));
        var received = dividend.Receive(amountYuan, day, voucher, ResourceName);
        Dividends = [.. Dividends.Select(one => one.Number == received.Number ? received : one)];
        Noted("DIVIDEND_RECEIVED");
    }

    /// <summary>Notes what it was found to be worth.</summary>
    /// <exception cref="DomainException">NEGATIVE_AMOUNT; OUT_OF_RANGE: a day that is not after the one before, or to come. WRONG_STATE.</exception>
    public void Value(Valuation valuation, DateOnly today)
    {
        RequireHeld();
        if (valuation.ValueYuan < 0)
            throw DomainException.Invalid("value_yuan", "NEGATIVE_AMOUNT", new LocalText("估值不能为负。", "The value is not negative."));
        CheckDay(valuation.Day, Valuations.Count > 0 ? Valuations[^1].Day.AddDays(1) : Terms.Start, today, "date");
        Valuations = [.. Valuations, valuation];
        Noted("VALUED");
    }

    /// <summary>Plans the exit, or plans it anew.</summary>
    /// <exception cref="DomainException">OUT_OF_RANGE; WRONG_STATE.</exception>
    public void PlanExit(DateOnly day, string method, string planner)
    {
        RequireHeld();
        CheckDay(day, Terms.Start, Terms.Start.AddYears(50), "plan_date");
        Exit = new HoldingExit(day, method, planner);
        Noted("EXIT_PLANNED");
    }

    /// <summary>Exits as planned.</summary>
    /// <exception cref="DomainException">EXIT_NOT_PLANNED; FOUR_EYES; DIVIDENDS_OWED; NEGATIVE_AMOUNT; OUT_OF_RANGE; WRONG_STATE.</exception>
    public void Leave(DateOnly day, long proceedsYuan, string document, string executor, DateOnly today)
    {
        RequireHeld();
        if (Exit is not { } plan)
            throw DomainException.WrongState("EXIT_NOT_PLANNED", ResourceName, new LocalText("尚无退出方案。", "The exit is not planned."));
        if (executor == plan.Planner)
            throw DomainException.Denied("FOUR_EYES", new LocalText("制订退出方案的人不得办理退出。", "Who planned the exit does not exit."));
        if (proceedsYuan < 0)
            throw DomainException.Invalid("proceeds_yuan", "NEGATIVE_AMOUNT", new LocalText("退出金额不能为负。", "The proceeds are not negative."));
        CheckDay(day, Terms.Start, today, "exit_date");
        if (Dividends.Any(dividend => dividend.DueDate <= day && dividend.LeftYuan > 0))
            throw DomainException.WrongState("DIVIDENDS_OWED", ResourceName, new LocalText("尚有到期未收的股息。", "Dividends that were due are owed."));
        Exit = plan with { Day = day, ProceedsYuan = proceedsYuan, DocumentNumber = document, Executor = executor };
        State = HoldingState.Exited;

        // What would have been due later is due no more.
        Dividends = [.. Dividends.Where(dividend => dividend.DueDate <= day || dividend.ReceivedYuan > 0).Select(dividend => dividend with { AmountYuan = dividend.ReceivedYuan })];
        Noted("EXITED");
    }

    private void Noted(string kind)
    {
        NextDue = State == HoldingState.Exited ? null : Dividends.Where(dividend => dividend.LeftYuan > 0).Select(dividend => dividend.DueDate).Append(Terms.Maturity).Min();
        Changed(kind);
    }

    private void RequireHeld()
    {
        if (State != HoldingState.Held)
            throw DomainException.WrongState("WRONG_STATE", ResourceName, new LocalText("该股权已退出，不能进行此操作。", "The holding is exited; this cannot be done."));
    }

    private static void CheckDay(DateOnly day, DateOnly first, DateOnly last, string field)
    {
        if (day < first || day > last)
            throw DomainException.Invalid(field, "OUT_OF_RANGE", new LocalText($"日期须在 {first:yyyy-MM-dd} 至 {last:yyyy-MM-dd} 之间。", $"The day is {first:yyyy-MM-dd} to {last:yyyy-MM-dd}."));
    }
}
