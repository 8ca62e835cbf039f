using Renovation.ProjectCatalog.Library;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Catalog;

public sealed class SearchTextTests
{
    [Fact]
    public void Of_Texts_AreTheirPairsAndLetters() =>
        SearchText.Of(["电机 制造", "（Ａ1）"]).ShouldBe("电机 机制 制造  a1  电 机 制 造 a 1");

    [Theory]
    [InlineData("电机", "电机")]
    [InlineData("Ａ－1　机制造", "a1|机制 制造")]
    [InlineData("机", "机")]
    [InlineData("、。！", "")]
    [InlineData("𠮷野", "𠮷野")]
    public void Words_Question_BecomesTokens(string question, string words) =>
        string.Join('|', SearchText.Words(question).Select(tokens => string.Join(' ', tokens))).ShouldBe(words);

    [Theory]
    [InlineData("电机制造", true)]
    [InlineData("机制", true)]
    [InlineData("造样例", false)]
    [InlineData("电制", false)]
    public void Of_Texts_HoldTheirPartsAndNothingAcross(string question, bool found)
    {
        var stored = SearchText.Of(["电机制造", "样例企业"]);

        stored.Contains(string.Join(' ', SearchText.Words(question)[0]), StringComparison.Ordinal).ShouldBe(found);
    }
}
