using System.Text.RegularExpressions;
using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Programs;

/// <summary>Ids of programs, which people choose.</summary>
internal static partial class ProgramIds
{
    /// <summary>Gives an id that is one.</summary>
    /// <exception cref="DomainException">INVALID_ID.</exception>
    public static string Require(string id) => Pattern().IsMatch(id)
        ? id
        : throw DomainException.Invalid("program_id", "INVALID_ID", new LocalText("编号须为 4–60 个小写字母、数字或连字符。", "The id has 4–60 lower-case letters, digits and hyphens."));

    public static DomainException Taken(string id) =>
        DomainException.Conflict("PROGRAM_EXISTS", new LocalText($"专项 {id} 已存在。", $"There is a program {id}."), ("resource", $"programs/{id}"));

    [GeneratedRegex(@"^[a-z0-9-]{4,60}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
