using System.Text.RegularExpressions;
using Renovation.Shared.Domain;

namespace Renovation.Shared.Workbooks;

/// <summary>Folds header texts, so that the ways of writing one compare equal.</summary>
internal static partial class HeaderText
{
    /// <summary>Longest text that can be a header.</summary>
    public const int Longest = 60;

    private static readonly HashSet<string> GenericTexts = new(["合计", "小计", "总计", "总额", "金额", "全部", "计"], StringComparer.Ordinal);

    /// <summary>Returns the folded text: width, case, spaces, units, years, punctuation and a leading 其中 taken out.</summary>
    public static string Fold(string text)
    {
        var key = Units().Replace(TextFolding.Key(Cut(text)), "");
        key = Years().Replace(key, "年");
        key = string.Concat(key.Where(character => char.IsLetterOrDigit(character) || character == '%'));
        return key.StartsWith("其中", StringComparison.Ordinal) && key.Length > 2 ? key[2..] : key;
    }

    /// <summary>Returns the folded text without what stands in parentheses, e.g. of <c>建设性质（新开工/续建）</c>.</summary>
    public static string FoldWithoutParentheses(string text) => Fold(Parentheses().Replace(TextFolding.Key(Cut(text)), ""));

    /// <summary>True for the lower half of a header that only means the upper: 合计 below 总投资.</summary>
    public static bool IsGeneric(string folded) => GenericTexts.Contains(folded);

    private static string Cut(string text) => text.Length <= Longest * 2 ? text : text[..(Longest * 2)];

    [GeneratedRegex("[(\\[【〔/:,、]?(?:单位[:：]?)?(?:亿元|百万元|万元|千元|(?<=[(\\[【〔/:,、])元)[)\\]】〕]?", RegexOptions.None, 1000)]
    private static partial Regex Units();

    // 2017年, 2017年度, 本年, 当年, 今年 and 年度 all mean the year of the sheet.
    [GeneratedRegex("(?:(?:19|20)[0-9]{2}年度?|[本当今全]年度?|年度)", RegexOptions.None, 1000)]
    private static partial Regex Years();

    [GeneratedRegex("[(\\[【〔][^)\\]】〕]*[)\\]】〕]", RegexOptions.None, 1000)]
    private static partial Regex Parentheses();
}
