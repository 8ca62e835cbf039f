using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Catalog;

public sealed class StageTests
{
    private static readonly DateOnly Today = new(2017, 7, 3);
    private static readonly DateOnly Start = new(2017, 4, 1);

    [Theory]
    [InlineData(Stage.Reserve, "Preliminary UnderConstruction Suspended Terminated")]
    [InlineData(Stage.Preliminary, "Reserve UnderConstruction Suspended Terminated")]
    [InlineData(Stage.UnderConstruction, "Completed InProduction Suspended Terminated")]
    [InlineData(Stage.Completed, "InProduction Suspended Terminated")]
    [InlineData(Stage.InProduction, "AtCapacity Suspended Terminated")]
    [InlineData(Stage.AtCapacity, "")]
    [InlineData(Stage.Suspended, "UnderConstruction Terminated")]
    [InlineData(Stage.Terminated, "")]
    internal void ChangeStage_Every_FollowsTheOrder(Stage from, string reachable)
    {
        var reached = Enum.GetValues<Stage>().Where(to => Moves(At(from), to)).Select(to => to.ToString());

        reached.ShouldBe(reachable.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public void ChangeStage_NotReachable_NamesWhatFollows()
    {
        var refusal = Should.Throw<DomainException>(() => At(Stage.UnderConstruction).ChangeStage(Stage.AtCapacity, Today, "样例", false, Today));

        (refusal.Kind, refusal.Reason).ShouldBe((ErrorKind.WrongState, "STAGE_NOT_REACHABLE"));
        refusal.Text.Zh.ShouldBe("不能由在建转为达产；可转为：竣工、投产、停缓建、终止。");
        refusal.Text.En.ShouldBe("AT_CAPACITY does not follow UNDER_CONSTRUCTION; these do: COMPLETED, IN_PRODUCTION, SUSPENDED, TERMINATED.");
        Should.Throw<DomainException>(() => At(Stage.Terminated).ChangeStage(Stage.Reserve, Today, "样例", false, Today)).Text.Zh.ShouldBe("项目已终止，阶段不再变更。");
    }

    [Fact]
    public void ChangeStage_Construction_NeedsItsPermits()
    {
        var project = New();

        var refusal = Should.Throw<DomainException>(() => project.ChangeStage(Stage.UnderConstruction, Start, "样例", false, Today));
        foreach (var kind in ProcedureKinds.All.Where(kind => kind != ProcedureKind.Filing))
            project.SetProcedure(kind, ProcedureState.NotRequired, "", "", null, [], Today);
        var last = Should.Throw<DomainException>(() => project.ChangeStage(Stage.UnderConstruction, Start, "样例", false, Today));
        project.SetProcedure(ProcedureKind.Filing, ProcedureState.Obtained, "样例〔2017〕1号", "样例", Start, [], Today);
        project.ChangeStage(Stage.UnderConstruction, Start, "样例", false, Today);

        (refusal.Reason, refusal.Fields.Count).ShouldBe(("PROCEDURES_MISSING", 7));
        last.Fields.ShouldHaveSingleItem().Field.ShouldBe("projects/1/procedures/filing");
        (project.Stage, project.ActualStartDate, project.MissingProcedures).ShouldBe((Stage.UnderConstruction, Start, 0));
    }

    [Fact]
    public void ChangeStage_Suspended_GoesBackAndKeepsItsDates()
    {
        var project = At(Stage.UnderConstruction);

        project.ChangeStage(Stage.Suspended, Today, "样例", false, Today);
        project.StageBefore.ShouldBe(Stage.UnderConstruction);
        project.ChangeStage(Stage.UnderConstruction, Today, "样例", false, Today);

        (project.Stage, project.StageBefore, project.ActualStartDate).ShouldBe((Stage.UnderConstruction, null, Start));
    }

    [Fact]
    public void ChangeStage_WrongDayOrReason_NamesTheField()
    {
        var project = At(Stage.UnderConstruction);

        Should.Throw<DomainException>(() => project.ChangeStage(Stage.Completed, Start.AddDays(-1), "样例", false, Today)).Fields.ShouldHaveSingleItem().Reason.ShouldBe("BEFORE_START");
        Should.Throw<DomainException>(() => project.ChangeStage(Stage.Completed, Today.AddDays(1), "样例", false, Today)).Fields.ShouldHaveSingleItem().Reason.ShouldBe("IN_FUTURE");
        Should.Throw<DomainException>(() => project.ChangeStage(Stage.Completed, Today, "", false, Today)).Fields.ShouldHaveSingleItem().Field.ShouldBe("reason");
        project.ChangeStage(Stage.Completed, Start, "样例", false, Today);

        project.ActualCompletionDate.ShouldBe(Start);
    }

    [Fact]
    public void ChangeStage_Withdrawn_IsRefused()
    {
        var project = At(Stage.UnderConstruction);
        project.Withdraw(Today, WithdrawalReason.MovedAway, "", Today);

        Should.Throw<DomainException>(() => project.ChangeStage(Stage.Completed, Today, "样例", false, Today)).Reason.ShouldBe("PROJECT_WITHDRAWN");
    }

    private static bool Moves(Project project, Stage to)
    {
        try
        {
            project.ChangeStage(to, Today, "样例", true, Today);
            return true;
        }
        catch (DomainException refused) when (refused.Reason == "STAGE_NOT_REACHABLE")
        {
            return false;
        }
    }

    private static Project At(Stage stage)
    {
        var project = New();
        Stage[] way = stage switch
        {
            Stage.Reserve => [],
            Stage.Preliminary or Stage.UnderConstruction or Stage.Terminated => [stage],
            Stage.AtCapacity => [Stage.UnderConstruction, Stage.InProduction, Stage.AtCapacity],
            _ => [Stage.UnderConstruction, stage],
        };
        foreach (var next in way)
            project.ChangeStage(next, Start, "样例", true, Today);
        return project;
    }

    private static Project New() =>
        Project.Create("1", new Owner("e", "样例企业", ""), "6101Z1", new("样例技改项目", "", "", "GB/T 4754-2011", "", null, null, 1, 0, 0, ""));
}
