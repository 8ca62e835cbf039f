using Google.Rpc;
using Grpc.Core;
using Renovation.Shared.Errors;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Kernel;

public sealed class ErrorTests
{
    private static readonly LocalText Text = new("中文", "English");

    public static TheoryData<DomainException, StatusCode> Kinds => new()
    {
        { DomainException.Invalid("title", "REQUIRED", Text), StatusCode.InvalidArgument },
        { DomainException.NotFound("projects/1"), StatusCode.NotFound },
        { DomainException.Conflict("DUPLICATE_PROJECT", Text, ("other", "projects/2")), StatusCode.AlreadyExists },
        { DomainException.StaleEtag("projects/1"), StatusCode.Aborted },
        { DomainException.WrongState("NOT_DRAFT", "plans/2017", Text), StatusCode.FailedPrecondition },
        { DomainException.Denied("FOREIGN_UNIT", Text), StatusCode.PermissionDenied },
        { DomainException.Unauthenticated("NO_TOKEN", Text), StatusCode.Unauthenticated },
        { DomainException.Busy("CATALOG_DOWN", Text, TimeSpan.FromSeconds(2)), StatusCode.Unavailable },
        { DomainException.TooLarge("FILE_TOO_LARGE", Text), StatusCode.InvalidArgument },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Status_EveryKind_HasItsCodeAndErrorInfo(DomainException error, StatusCode code)
    {
        var status = RichStatus.Build(error, Renovation.Shared.Errors.Language.Chinese, inTrailers: true);

        status.Code.ShouldBe((int)code);
        var info = status.GetDetail<ErrorInfo>();
        info.Reason.ShouldBe(error.Reason);
        info.Domain.ShouldBe("renovation");
    }

    [Fact]
    public void Status_Invalid_NamesFieldReasonAndText()
    {
        var error = DomainException.Invalid([new FieldError("附件1!L7", "NEGATIVE_AMOUNT", Text), new FieldError("附件1!L8", "NOT_A_NUMBER", Text)]);

        var violations = RichStatus.Build(error, Renovation.Shared.Errors.Language.English, inTrailers: false).GetDetail<BadRequest>().FieldViolations;

        error.Reason.ShouldBe("INVALID_FIELDS");
        violations.Select(violation => (violation.Field, violation.Reason, violation.Description))
            .ShouldBe([("附件1!L7", "NEGATIVE_AMOUNT", "English"), ("附件1!L8", "NOT_A_NUMBER", "English")]);
    }

    [Fact]
    public void Status_ManyFieldsInTrailers_AreCutAndSaySo()
    {
        var error = DomainException.Invalid([.. Enumerable.Range(1, 2000).Select(row => new FieldError($"附件1!L{row}", "NOT_A_NUMBER", Text))]);

        var cut = RichStatus.Build(error, Renovation.Shared.Errors.Language.Chinese, inTrailers: true);
        var whole = RichStatus.Build(error, Renovation.Shared.Errors.Language.Chinese, inTrailers: false);

        cut.CalculateSize().ShouldBeLessThan(6 * 1024);
        var violations = cut.GetDetail<BadRequest>().FieldViolations;
        violations[^1].Reason.ShouldBe("TOO_MANY_ERRORS");
        violations[^1].Description.ShouldContain((2000 - (violations.Count - 1)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        whole.GetDetail<BadRequest>().FieldViolations.Count.ShouldBe(2000);
    }

    [Fact]
    public void Status_WrongStateAndBusy_CarryTheirOwnDetails()
    {
        var state = RichStatus.Build(DomainException.WrongState("NOT_DRAFT", "plans/2017", Text), Renovation.Shared.Errors.Language.Chinese, inTrailers: true);
        var busy = RichStatus.Build(DomainException.Busy("CATALOG_DOWN", Text, TimeSpan.FromSeconds(2), ("service", "catalog")), Renovation.Shared.Errors.Language.Chinese, inTrailers: true);

        state.GetDetail<PreconditionFailure>().Violations.ShouldHaveSingleItem().Subject.ShouldBe("plans/2017");
        busy.GetDetail<RetryInfo>().RetryDelay.Seconds.ShouldBe(2);
        busy.GetDetail<ErrorInfo>().Metadata["service"].ShouldBe("catalog");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("en", true)]
    [InlineData("en-US,en;q=0.9", true)]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", false)]
    [InlineData("zh;q=0.3, en;q=0.8", true)]
    [InlineData("en;q=0", false)]
    [InlineData("fr", false)]
    [InlineData(";;q=;,", false)]
    public void Language_Header_PicksTheHigherRanked(string? header, bool english) =>
        (Languages.Parse(header) == Renovation.Shared.Errors.Language.English).ShouldBe(english);

    [Fact]
    public void Validation_SeveralErrors_AreOneAnswer()
    {
        var validation = new Validation();
        validation.Check(true, "a", "A", Text);
        validation.Check(false, "b", "B", Text);
        validation.Check(false, "c", "C", Text);

        Should.Throw<DomainException>(validation.ThrowIfAny).Fields.Select(field => field.Field).ShouldBe(["b", "c"]);
    }
}
