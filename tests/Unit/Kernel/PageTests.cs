using CsCheck;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Kernel;

public sealed class PageTests
{
    private sealed record Key(int Year, string Code);

    [Fact]
    public void Token_OfTheSameFilters_GivesTheKeyBack()
    {
        var first = Page<Key>.Read(10, "", new ListProjectsRequest { Unit = "6101Z1", PageSize = 10 });
        var token = first.NextToken(new Key(2017, "高新"));

        var next = Page<Key>.Read(25, token, new ListProjectsRequest { Unit = "6101Z1", PageSize = 25, PageToken = token });

        first.HasAfter.ShouldBeFalse();
        next.HasAfter.ShouldBeTrue();
        next.After.ShouldBe(new Key(2017, "高新"));
        next.Size.ShouldBe(25);
    }

    [Fact]
    public void Token_OfOtherFilters_IsRefused()
    {
        var token = Page<Key>.Read(0, "", new ListProjectsRequest { Unit = "6101Z1" }).NextToken(new Key(1, "a"));

        Refused(token, new ListProjectsRequest { Unit = "6101Z2" });
        Refused(token, new ListPlansRequest());
    }

    [Fact]
    public void Token_Tampered_IsRefusedOrNeverAnotherError() => Gen.Byte.Array[0, 60].Sample(bytes =>
        Refused(Convert.ToBase64String(bytes) + "=", new ListProjectsRequest()));

    [Theory]
    [InlineData(0, 50)]
    [InlineData(7, 7)]
    [InlineData(5000, 1000)]
    public void Size_Asked_IsDefaultedAndCapped(int asked, int given) => Page<Key>.Read(asked, "", new ListProjectsRequest()).Size.ShouldBe(given);

    [Fact]
    public void Size_Negative_NamesTheField() =>
        Should.Throw<DomainException>(() => Page<Key>.Read(-1, "", new ListProjectsRequest())).Fields.ShouldHaveSingleItem().Field.ShouldBe("page_size");

    [Theory]
    [InlineData(1, 8, 1250, "12.50")]
    [InlineData(2, 3, 6667, "66.67")]
    [InlineData(-1, 20000, -1, "-0.01")]
    [InlineData(5, 0, 0, "0.00")]
    public void Ratio_Share_RoundsHalfAwayFromZero(long part, long whole, long basisPoints, string percent)
    {
        Ratio.BasisPoints(part, whole).ShouldBe(basisPoints);
        Ratio.Percent(part, whole).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(percent);
    }

    private static void Refused(string token, Google.Protobuf.IMessage request) =>
        Should.Throw<DomainException>(() => Page<Key>.Read(0, token, request)).Reason.ShouldBe("INVALID_PAGE_TOKEN");
}
