using Renovation.ProgressReporting.Checks;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.Tests.Unit.Progress;

public sealed class ReturnTests
{
    private const long Wan = 10_000;
    private static readonly DateTime Now = new(2017, 7, 3, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime LateFrom = new(2017, 7, 5, 16, 0, 0, DateTimeKind.Utc);
    private static readonly PlanFacts Facts = new(1, "样例项目", "样例企业", 10_000 * Wan, 4_000 * Wan, 2_000 * Wan);
    private static readonly LineEntry Good = new() { Quarter = 2_000 * Wan, YearToDate = 2_000 * Wan, Cumulative = 4_000 * Wan, Start = new(2016, 5, 1) };
    private static readonly ReturnReason Whole = new("", "", "OTHER", "样例");

    /// <summary>What each step does in each state: the state after it, or the reason of the refusal.</summary>
    public static TheoryData<string, string, string> Steps => new()
    {
        { "NotStarted", "fill", "Draft" }, { "NotStarted", "submit", "MISSING_VALUE" }, { "NotStarted", "nil", "HAS_PROJECTS" }, { "NotStarted", "hand back", "NOT_SUBMITTED" }, { "NotStarted", "accept", "NOT_SUBMITTED" },
        { "Draft", "fill", "Draft" }, { "Draft", "submit", "Submitted" }, { "Draft", "nil", "HAS_PROJECTS" }, { "Draft", "hand back", "NOT_SUBMITTED" }, { "Draft", "accept", "NOT_SUBMITTED" },
        { "Submitted", "fill", "NOT_WITH_UNIT" }, { "Submitted", "submit", "NOT_WITH_UNIT" }, { "Submitted", "nil", "NOT_WITH_UNIT" }, { "Submitted", "hand back", "Returned" }, { "Submitted", "accept", "Accepted" },
        { "Returned", "fill", "Returned" }, { "Returned", "submit", "Submitted" }, { "Returned", "nil", "HAS_PROJECTS" }, { "Returned", "hand back", "NOT_SUBMITTED" }, { "Returned", "accept", "NOT_SUBMITTED" },
        { "Accepted", "fill", "NOT_WITH_UNIT" }, { "Accepted", "submit", "NOT_WITH_UNIT" }, { "Accepted", "nil", "NOT_WITH_UNIT" }, { "Accepted", "hand back", "NOT_SUBMITTED" }, { "Accepted", "accept", "NOT_SUBMITTED" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Step_InEachState_LeadsWhereTheTableSays(string state, string step, string expected)
    {
        var filed = In(state);

        OutcomeOf(filed, step).ShouldBe(expected);

        if (!Enum.TryParse<ReturnState>(expected, out _))
            filed.State.ToString().ShouldBe(state);
    }

    [Theory]
    [InlineData("", "", "", "preparer", true)]
    [InlineData("", "", "p1", "quarter_yuan", false)]
    [InlineData("", "checker", "", "preparer", false)]
    [InlineData("", "checker", "", "checker", true)]
    [InlineData("p1", "", "p1", "physical_progress", true)]
    [InlineData("p1", "", "p2", "physical_progress", false)]
    [InlineData("p1", "", "", "preparer", false)]
    [InlineData("p1", "quarter_yuan", "p1", "quarter_yuan", true)]
    [InlineData("p1", "quarter_yuan", "p1", "year_to_date_yuan", false)]
    [InlineData("p1", "quarter_yuan", "p1", "explanation", true)]
    [InlineData("p1", "quarter_yuan", "p1", "correction_reason", true)]
    [InlineData("p1", "quarter_yuan", "p2", "explanation", false)]
    public void Reason_Unlocks_ItsCellAndTheTextsOfItsLine(string project, string field, string cellProject, string cell, bool unlocked) =>
        new ReturnReason(project, field, "OTHER", "样例").Unlocks(cellProject, cell).ShouldBe(unlocked);

    [Fact]
    public void Cell_LockedInOneLine_IsNamedAndNothingChanges()
    {
        var filed = In("Submitted");
        filed.HandBack([new ReturnReason("p1", "quarter_yuan", "QUARTER_MISMATCH", "")]);

        var refusal = Should.Throw<DomainException>(() => filed.FillLine("p1", Good with { Quarter = 1, Cumulative = 2, Explanation = "样例" }, onBehalf: false, Now));

        (refusal.Reason, refusal.Kind, refusal.Fields.Single().Field).ShouldBe(("CELL_LOCKED", ErrorKind.WrongState, "lines/p1/cumulative_yuan"));
        filed.LineOf("p1").Entry.ShouldBe(Good);
        filed.FillLine("p1", Good with { Quarter = 1, Explanation = "样例" }, onBehalf: false, Now).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void Submit_TheFirstTime_DecidesOnTime(int ticks, bool onTime)
    {
        var filed = In("Draft");

        filed.Submit(LateFrom.AddTicks(ticks), LateFrom, onBehalf: false, Rules);
        filed.OnTime.ShouldBe(onTime);
        filed.HandBack([new ReturnReason("p1", "", "OTHER", "样例")]);
        filed.Submit(LateFrom.AddDays(onTime ? 1 : -1), LateFrom, onBehalf: true, Rules);

        (filed.OnTime, filed.OnBehalf, filed.FirstSubmitTime).ShouldBe((onTime, true, LateFrom.AddTicks(ticks)));
    }

    [Fact]
    public void Nil_WithoutProjects_IsFiledAndHandedBack()
    {
        var filed = Return.Open("2017Q2", "6101Z3", [], Now);

        filed.FileNil(Now, LateFrom, onBehalf: false, Rules);
        (filed.State, filed.Nil, filed.Step).ShouldBe((ReturnState.Submitted, true, ReturnStep.Submitted));
        filed.HandBack([Whole]);
        (filed.State, filed.Nil).ShouldBe((ReturnState.Returned, false));
        Should.Throw<DomainException>(() => filed.Submit(Now, LateFrom, onBehalf: false, Rules)).Reason.ShouldBe("NIL_RETURN_EXPECTED");
    }

    [Fact]
    public void Rebase_WhileNobodyHasBegun_TakesTheDatesToo()
    {
        var earlier = new Earlier(new LastAccepted(5, 5), LineEntry.Empty with { Completion = new(2017, 3, 1) });
        var untouched = In("NotStarted");
        var begun = In("Draft");

        untouched.Rebase(_ => earlier, Now).ShouldBeTrue();
        untouched.Rebase(_ => earlier, Now).ShouldBeFalse();
        begun.Rebase(_ => earlier, Now).ShouldBeTrue();

        (untouched.LineOf("p1").Known, untouched.LineOf("p1").Entry.Completion).ShouldBe((earlier.Known, new DateOnly(2017, 3, 1)));
        (begun.LineOf("p1").Known, begun.LineOf("p1").Entry).ShouldBe((earlier.Known, Good));
    }

    [Fact]
    public void Fields_OfLineAndHead_AreThoseOfTheContract()
    {
        LineEntry.Fields.ShouldAllBe(field => V1.ReturnLine.Descriptor.FindFieldByName(field) != null);
        ReturnHead.Fields.ShouldAllBe(field => V1.Return.Descriptor.FindFieldByName(field) != null);
        LineEntry.Fields.Count.ShouldBe(typeof(LineEntry).GetProperties().Count(property => property.CanWrite));
    }

    private static readonly FilingRules Rules = new(NeedsCertifier: false, CheckSettings.Default);

    private static Return In(string state)
    {
        var filed = Return.Open("2017Q2", "610102", [new Prefilled("p1", Facts, LastAccepted.None, LineEntry.Empty)], Now);
        if (state == "NotStarted")
            return filed;
        filed.FillLine("p1", Good, onBehalf: false, Now);
        if (state == "Draft")
            return filed;
        filed.Submit(Now, LateFrom, onBehalf: false, Rules);
        if (state == "Returned")
            filed.HandBack([new ReturnReason("p1", "", "OTHER", "样例")]);
        if (state == "Accepted")
            filed.Accept(Now);
        return filed;
    }

    private static string OutcomeOf(Return filed, string step)
    {
        try
        {
            switch (step)
            {
                case "fill":
                    filed.FillLine("p1", Good with { PhysicalProgress = "新" }, onBehalf: false, Now);
                    break;
                case "submit":
                    filed.Submit(Now, LateFrom, onBehalf: false, Rules);
                    break;
                case "nil":
                    filed.FileNil(Now, LateFrom, onBehalf: false, Rules);
                    break;
                case "hand back":
                    filed.HandBack([Whole]);
                    break;
                default:
                    filed.Accept(Now);
                    break;
            }
        }
        catch (DomainException refusal)
        {
            return refusal.Reason;
        }

        return filed.State.ToString();
    }
}
