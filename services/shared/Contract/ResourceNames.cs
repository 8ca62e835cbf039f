using Renovation.Shared.Errors;

namespace Renovation.Shared.Contract;

/// <summary>Reads resource names such as <c>periods/2017Q2/returns/610102</c>: collections and ids by turns.</summary>
public static class ResourceNames
{
    private const int LongestId = 100;

    /// <summary>Gives the id in a name of one collection.</summary>
    /// <exception cref="DomainException">INVALID_NAME: the text is no such name.</exception>
    public static string Id(string name, string collection, string field = "name") => Ids(name, field, collection)[0];

    /// <summary>Gives the id, or null when the text is no such name.</summary>
    public static string? TryId(string name, string collection) => TryIds(name, collection)?[0];

    /// <summary>Gives the ids in a name of a collection within another.</summary>
    /// <exception cref="DomainException">INVALID_NAME: the text is no such name.</exception>
    public static (string Outer, string Inner) Pair(string name, string outer, string inner, string field = "name") =>
        TryPair(name, outer, inner) ?? throw Invalid(field, $"{outer}/{{id}}/{inner}/{{id}}");

    /// <summary>Gives the ids, or null when the text is no such name.</summary>
    public static (string Outer, string Inner)? TryPair(string name, string outer, string inner) =>
        TryIds(name, outer, inner) is [var outerId, var innerId] ? (outerId, innerId) : null;

    /// <summary>Gives the ids in a name of nested collections, outermost first.</summary>
    /// <exception cref="DomainException">INVALID_NAME: the text is no such name.</exception>
    public static string[] Ids(string name, string field, params string[] collections) =>
        TryIds(name, collections)
        ?? throw Invalid(field, string.Join('/', collections.Select(collection => $"{collection}/{{id}}")));

    /// <summary>Gives the ids, or null when the text is no such name.</summary>
    public static string[]? TryIds(string name, params string[] collections)
    {
        var parts = name.Split('/', (collections.Length * 2) + 1);
        if (parts.Length != collections.Length * 2)
            return null;
        var ids = new string[collections.Length];
        for (var index = 0; index < collections.Length; index++)
        {
            ids[index] = parts[(index * 2) + 1];
            if (parts[index * 2] != collections[index] || ids[index].Length is 0 or > LongestId)
                return null;
        }

        return ids;
    }

    private static DomainException Invalid(string field, string pattern) =>
        DomainException.Invalid(field, "INVALID_NAME", new LocalText($"资源名须为 {pattern}。", $"The name has the form {pattern}."));
}
