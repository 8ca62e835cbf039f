using Renovation.ProjectCatalog.Enterprises;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Catalog;

public sealed class EnterpriseTests
{
    private const long Threshold = 20_000_000;
    private static readonly DateOnly Today = new(2017, 7, 3);

    [Theory]
    [InlineData(19_999_999, ProductionStatus.NotProducing, DirectoryState.NotListed, false, false)]
    [InlineData(20_000_000, ProductionStatus.NotProducing, DirectoryState.NotListed, false, true)]
    [InlineData(20_000_000, ProductionStatus.Stopped, DirectoryState.Unknown, false, true)]
    [InlineData(0, ProductionStatus.Partial, DirectoryState.NotListed, false, true)]
    [InlineData(0, ProductionStatus.Producing, DirectoryState.NotListed, false, true)]
    [InlineData(0, ProductionStatus.Stopped, DirectoryState.NotListed, false, false)]
    [InlineData(90_000_000, ProductionStatus.Producing, DirectoryState.Listed, false, false)]
    [InlineData(90_000_000, ProductionStatus.Producing, DirectoryState.NotListed, true, false)]
    internal void ToUrge_RevenueOrProduction_UntilDeclaredOrListed(long revenue, ProductionStatus production, DirectoryState state, bool declared, bool expected) =>
        (DirectoryStanding.Unknown with { RevenueYuan = revenue, Production = production, State = state, DeclaredMonth = declared ? Today : null }).ToUrge(Threshold).ShouldBe(expected);

    [Fact]
    public void Standing_WrongFields_AreAllNamed()
    {
        var validation = new Validation();
        new DirectoryStanding(DirectoryState.Listed, NotListedCause.Other, "", -1, Today.AddMonths(1), ProductionStatus.Unknown, null, Today.AddMonths(1)).Validate(validation, Today);
        (DirectoryStanding.Unknown with { RevenueYuan = 1 }).Validate(validation, Today);

        Should.Throw<DomainException>(validation.ThrowIfAny).Fields.Select(field => $"{field.Field} {field.Reason}").ShouldBe(
        [
            "enterprise.not_listed_cause CONTRADICTION", "enterprise.not_listed_reason REQUIRED", "enterprise.revenue_yuan NEGATIVE_AMOUNT",
            "enterprise.revenue_month IN_FUTURE", "enterprise.declared_month IN_FUTURE", "enterprise.revenue_month REQUIRED",
        ]);
    }

    [Fact]
    public void Rename_Twice_KeepsBothFormerTitles()
    {
        var enterprise = New("样例一厂");

        enterprise.Rename("样例二厂", new(2017, 3, 1), "", Today);
        Should.Throw<DomainException>(() => enterprise.Rename("样例三厂", new(2017, 2, 28), "", Today)).Reason.ShouldBe("BEFORE_RENAMING");
        Should.Throw<DomainException>(() => enterprise.Rename("样例二厂", Today, "", Today)).Reason.ShouldBe("SAME_TITLE");
        Should.Throw<DomainException>(() => enterprise.Rename("样例三厂", Today.AddDays(1), "", Today)).Reason.ShouldBe("IN_FUTURE");
        enterprise.Rename("样例三厂", Today, "样例", Today);

        enterprise.FormerTitles.ShouldBe([new("样例一厂", new(2017, 2, 28)), new("样例二厂", new(2017, 7, 2))]);
        enterprise.AsOwner().ShouldBe(new(enterprise.Uscc, "样例三厂", "样例一厂\n样例二厂"), "the titles under which its projects are found");
    }

    [Fact]
    public void MergeInto_Other_EndsTheOneAndNamesItInTheOther()
    {
        var (ends, takes) = (New("样例一厂"), New("样例二厂", '2'));
        ends.Rename("样例新一厂", Today, "", Today);
        Should.Throw<DomainException>(() => ends.MergeInto(ends, "样例", Today)).Reason.ShouldBe("SELF");
        Should.Throw<DomainException>(() => ends.MergeInto(takes, "", Today)).Reason.ShouldBe("REQUIRED");

        ends.MergeInto(takes, "样例", Today);

        ends.MergedInto.ShouldBe(takes.Uscc);
        takes.FormerTitles.Select(former => former.Title).ShouldBe(["样例一厂", "样例新一厂"], "under them the projects that it takes over are still found");
        foreach (var change in new Action[] { () => ends.MergeInto(takes, "样例", Today), () => takes.MergeInto(ends, "样例", Today), () => ends.Rename("样例", Today, "", Today), () => ends.Urge("", default), () => ends.MarkListed(Today, Today) })
            Should.Throw<DomainException>(change).Reason.ShouldBe("ENTERPRISE_MERGED");
    }

    [Fact]
    public void Listing_UrgedThenListed_IsNotUrgedAgain()
    {
        var enterprise = New("样例一厂");
        enterprise.Urge("样例", new(2017, 7, 3, 1, 0, 0, DateTimeKind.Utc));
        enterprise.FollowProduction().ShouldBeTrue();
        enterprise.FollowProduction().ShouldBeFalse();
        enterprise.MarkListed(new(2017, 6, 1), Today);

        (enterprise.UrgeCount, enterprise.ListedMonth, enterprise.Standing.State, enterprise.Standing.Production).ShouldBe((1, new DateOnly(2017, 6, 1), DirectoryState.Listed, ProductionStatus.Partial));
        Should.Throw<DomainException>(() => enterprise.Urge("", default)).Reason.ShouldBe("ALREADY_LISTED");
        enterprise.Update(enterprise.Title, enterprise.Unit, enterprise.Standing with { State = DirectoryState.NotListed }, Today);
        enterprise.ListedMonth.ShouldBeNull();
    }

    private static Enterprise New(string title, char first = '1')
    {
        var body = first + "0000000000000000";
        return Enterprise.Create(body + UnifiedSocialCreditCode.CheckCharacter(body), title, "6101Z1", DirectoryStanding.Unknown, Today);
    }
}
