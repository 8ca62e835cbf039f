using Microsoft.Extensions.Configuration;
using Renovation.ProgressReporting.Problems;
using Renovation.ProgressReporting.Returns;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Progress;

/// <summary>A problem goes up and back between levels, each with its clock.</summary>
public sealed class ProblemTests
{
    private const string Unit = "610102";
    private const string Bureau = "6101GX";
    private const string Department = "6101D1";
    private const string City = "610100";
    private static readonly ProblemProject Project = new("p1", "样例项目", Unit, "91610100MA6TQWERT1", "C36");
    private static readonly ProblemRules Rules = Read();

    /// <summary>What each step does in each place: level and state after it, or the reason of the refusal.</summary>
    public static TheoryData<string, string, string> Steps => new()
    {
        { "District", "escalate", "Bureau Open" }, { "District", "bureau escalates", "Bureau Open" }, { "District", "hand back", "LOWEST_LEVEL" }, { "District", "resolve", "District Resolved" }, { "District", "close", "PROBLEM_NOT_RESOLVED" },
        { "Bureau", "escalate", "Departments Open" }, { "Bureau", "hand back", "District Open" }, { "Bureau", "resolve", "Bureau Resolved" },
        { "Departments", "escalate", "ONLY_THROUGH_BUREAU" }, { "Departments", "bureau escalates", "Government Open" }, { "Departments", "hand back", "Bureau Open" }, { "Departments", "resolve", "Departments Resolved" },
        { "Government", "bureau escalates", "HIGHEST_LEVEL" }, { "Government", "hand back", "Bureau Open" }, { "Government", "resolve", "Government Resolved" },
        { "Resolved", "act", "PROBLEM_NOT_OPEN" }, { "Resolved", "escalate", "PROBLEM_NOT_OPEN" }, { "Resolved", "resolve", "PROBLEM_NOT_OPEN" }, { "Resolved", "correct", "PROBLEM_NOT_OPEN" }, { "Resolved", "hand back", "Departments Open" }, { "Resolved", "close", "Departments Closed" },
        { "Closed", "act", "PROBLEM_NOT_OPEN" }, { "Closed", "hand back", "PROBLEM_CLOSED" }, { "Closed", "close", "PROBLEM_NOT_RESOLVED" }, { "Closed", "name again", "PROBLEM_CLOSED" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Step_InEachPlace_LeadsWhereTheTableSays(string place, string step, string expected)
    {
        var problem = In(place);
        var before = (problem.Level, problem.State, problem.Owner, problem.Actions.Count);

        OutcomeOf(problem, step).ShouldBe(expected);

        if (!expected.Contains(' ', StringComparison.Ordinal))
            (problem.Level, problem.State, problem.Owner, problem.Actions.Count).ShouldBe(before);
    }

    [Fact]
    public void EveryLevel_HasItsOwnerAndItsClock()
    {
        var problem = Raise();
        (problem.Level, problem.Owner, problem.DueDate).ShouldBe((ProblemLevel.District, Unit, Day(1).AddDays(15)));
        problem.IsOverdue(Day(16)).ShouldBeFalse();
        problem.IsOverdue(Day(17)).ShouldBeTrue();

        problem.Escalate("样例", null, false, At(3), Rules);
        (problem.Owner, problem.DueDate).ShouldBe((Bureau, Day(3).AddDays(30)));
        problem.Escalate("样例", Department, false, At(4), Rules);
        (problem.Owner, problem.DueDate, problem.GovernmentDate).ShouldBe((Department, Day(4).AddDays(30), null));
        problem.Escalate("样例", null, true, At(5), Rules);
        (problem.Owner, problem.DueDate, problem.GovernmentDate).ShouldBe((City, Day(5).AddDays(60), Day(5)));
        problem.HandBack("样例", At(6), Rules);
        (problem.Owner, problem.GovernmentDate).ShouldBe((Bureau, Day(5)));
        problem.HandBack("样例", At(7), Rules);
        (problem.Owner, problem.DueDate).ShouldBe((Unit, Day(7).AddDays(15)));
        problem.Resolve("样例结果", At(8));
        (problem.DueDate, problem.ResolveDate, problem.Result).ShouldBe((null, Day(8), "样例结果"));
        problem.IsOverdue(Day(400)).ShouldBeFalse();
        problem.HandBack("样例", At(9), Rules);
        (problem.DueDate, problem.ResolveDate, problem.Result, problem.Owner).ShouldBe((Day(9).AddDays(15), null, "", Unit));
        problem.Actions.Select(action => action.Step).ShouldBe(
        [
            ProblemStep.Raised, ProblemStep.Escalated, ProblemStep.Escalated, ProblemStep.Escalated, ProblemStep.HandedBack, ProblemStep.HandedBack, ProblemStep.Resolved, ProblemStep.Rejected,
        ]);
        problem.Actions[3].ShouldBe(new ProblemAction(At(5).Now, "某某", ProblemStep.Escalated, "样例", ProblemLevel.Government, City));
    }

    [Fact]
    public void AskedForAbove_BeginsWithTheBureau()
    {
        var problem = Problem.Raise("1", Project, ProblemCategory.Funds, "样例", ProblemLevel.Government, new ProblemSource("line", ""), At(1), Rules);
        (problem.Level, problem.Owner, problem.AskedLevel, problem.GovernmentDate).ShouldBe((ProblemLevel.Bureau, Bureau, ProblemLevel.Government, null));
    }

    [Fact]
    public void NamedAgain_BySameReturnIsNoNews_ByALaterOneIs()
    {
        var problem = Raise("periods/2017Q1/returns/610102/lines/p1");
        problem.NameAgain("periods/2017Q1/returns/610102/lines/p1", "样例问题", ProblemLevel.Bureau, At(2), Rules);
        problem.Actions.Count.ShouldBe(1);

        problem.NameAgain("periods/2017Q2/returns/610102/lines/p1", "样例问题", ProblemLevel.District, At(3), Rules);
        (problem.Actions.Count, problem.Level, problem.DueDate).ShouldBe((2, ProblemLevel.District, Day(1).AddDays(15)), "the clock goes on");
        problem.NameAgain("periods/2017Q2/returns/610102/lines/p1", "样例问题更正", ProblemLevel.Departments, At(4), Rules);
        (problem.Text, problem.Level, problem.Actions.Count).ShouldBe(("样例问题更正", ProblemLevel.Bureau, 4), "its unit asks for help");

        problem.Resolve("样例", At(5));
        problem.NameAgain("periods/2017Q3/returns/610102/lines/p1", "仍未解决", ProblemLevel.District, At(6), Rules);
        (problem.State, problem.Text).ShouldBe((ProblemState.Open, "仍未解决"));
        problem.Actions.TakeLast(2).Select(action => action.Step).ShouldBe([ProblemStep.Rejected, ProblemStep.ReportedAgain]);
    }

    [Fact]
    public void Settings_AreRead_AndRefusedWhenTheyAreNone()
    {
        var rules = Read(("Bureau", "1"), ("Government", "2"), ("Departments:Land", ""), ("Departments:Market", "3"), ("Days:Bureau", "7"), ("EscalatesByItself", "false"));
        (rules.Bureau, rules.Government, rules.EscalatesByItself, rules.DaysAt(ProblemLevel.Bureau), rules.DaysAt(ProblemLevel.District)).ShouldBe(("1", "2", false, 7, 15));
        rules.Departments.ContainsKey(ProblemCategory.Land).ShouldBeFalse();
        rules.Departments[ProblemCategory.Market].ShouldBe("3");
        Rules.EscalatesByItself.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => Read(("Days:Bureau", "0"))).Message.ShouldContain("Problems:Days:Bureau");
        Should.Throw<InvalidOperationException>(() => Read(("EscalatesByItself", "ja"))).Message.ShouldContain("Problems:EscalatesByItself");
    }

    private static string OutcomeOf(Problem problem, string step)
    {
        try
        {
            switch (step)
            {
                case "act":
                    problem.Act("样例", At(9));
                    break;
                case "correct":
                    problem.Correct(ProblemCategory.Other, "另一样例", At(9));
                    break;
                case "escalate" or "bureau escalates":
                    problem.Escalate("样例", Department, step == "bureau escalates", At(9), Rules);
                    break;
                case "hand back":
                    problem.HandBack("样例", At(9), Rules);
                    break;
                case "resolve":
                    problem.Resolve("样例", At(9));
                    break;
                case "close":
                    problem.Close("", At(9));
                    break;
                case "name again":
                    problem.NameAgain("another", "样例", ProblemLevel.District, At(9), Rules);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(step), step, null);
            }

            return $"{problem.Level} {problem.State}";
        }
        catch (DomainException refusal)
        {
            return refusal.Reason;
        }
    }

    private static Problem In(string place)
    {
        var problem = Raise();
        var steps = place switch { "District" => 0, "Bureau" => 1, "Government" => 3, _ => 2 };
        for (var step = 0; step < steps; step++)
            problem.Escalate("样例", Department, true, At(1), Rules);
        if (place is "Resolved" or "Closed")
            problem.Resolve("样例", At(2));
        if (place == "Closed")
            problem.Close("", At(3));
        return problem;
    }

    private static Problem Raise(string line = "") => Problem.Raise("1", Project, ProblemCategory.Land, "样例问题", ProblemLevel.None, new ProblemSource(line, ""), At(1), Rules);

    private static DateOnly Day(int day) => new DateOnly(2017, 6, 30).AddDays(day);

    private static Moment At(int day) => new("某某", Day(day).ToDateTime(new TimeOnly(1, 0), DateTimeKind.Utc), Day(day));

    private static ProblemRules Read(params (string Name, string Value)[] settings) =>
        ProblemRules.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => $"Problems:{pair.Name}", pair => (string?)pair.Value, StringComparer.Ordinal)).Build());
}
