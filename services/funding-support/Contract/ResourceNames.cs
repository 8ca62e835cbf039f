using Renovation.Shared.Errors;

namespace Renovation.FundingSupport.Contract;

/// <summary>Reads resource names such as <c>programs/reward-2017/eligibilities/0197…</c>.</summary>
internal static class ResourceNames
{
    private const int LongestId = 100;

    /// <summary>Gives the id in a name of one collection.</summary>
    /// <exception cref="DomainException">INVALID_NAME: the text is no such name.</exception>
    public static string Id(string name, string collection, string field = "name") =>
        TryId(name, collection) ?? throw Invalid(field, $"{collection}/{{id}}");

    /// <summary>Gives the ids in a name of a collection within another.</summary>
    /// <exception cref="DomainException">INVALID_NAME: the text is no such name.</exception>
    public static (string Outer, string Inner) Ids(string name, string outer, string inner) =>
        TryIds(name, outer, inner) ?? throw Invalid("name", $"{outer}/{{id}}/{inner}/{{id}}");

    /// <summary>Gives the id, or null when the text is no such name.</summary>
    public static string? TryId(string name, string collection) =>
        name.Split('/') is [var first, var id] && first == collection && IsId(id) ? id : null;

    /// <summary>Gives the ids, or null when the text is no such name.</summary>
    public static (string Outer, string Inner)? TryIds(string name, string outer, string inner) =>
        name.Split('/') is [var first, var outerId, var second, var innerId] && first == outer && second == inner && IsId(outerId) && IsId(innerId)
            ? (outerId, innerId)
            : null;

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId;

    private static DomainException Invalid(string field, string pattern) =>
        DomainException.Invalid(field, "INVALID_NAME", new LocalText($"资源名须为 {pattern}。", $"The name has the form {pattern}."));
}
