using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Renovation.Gateway.Identity;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Accounts;

/// <summary>What somebody with an account may be.</summary>
/// <param name="Name">Name by which it signs in.</param>
/// <param name="Title">Name as people say it.</param>
/// <param name="Role">Its role; no machine's.</param>
/// <param name="Unit">Code of its unit.</param>
/// <param name="Enterprise">Unified social credit code, for an enterprise only.</param>
/// <param name="Disabled">May not sign in any more.</param>
internal sealed partial record AccountFacts(string Name, string Title, Role Role, string Unit, string? Enterprise, bool Disabled)
{
    private const int LongestTitle = 50;

    /// <summary>Gives the id of the account.</summary>
    public string Id => Account.IdPrefix + Name;

    /// <summary>Reads those of a stored account.</summary>
    public static AccountFacts Of(Account account) =>
        new(account.UserName!, account.Title, Roles.TryParse(account.Role, out var role) ? role : Role.Enterprise, account.Unit, account.Enterprise, account.Disabled);

    /// <summary>Reads an account to make from the body of a request.</summary>
    /// <exception cref="DomainException">Invalid: no JSON, or fields that are wrong.</exception>
    public static async Task<AccountFacts> ReadAsync(HttpContext http) => (await JsonBody.ReadAsync<Body>(http)).Check(null);

    /// <summary>Reads a change from the body of a request: what is not in it stays.</summary>
    /// <exception cref="DomainException">Invalid: no JSON, or fields that are wrong.</exception>
    public static async Task<Func<AccountFacts, AccountFacts>> ReadChangeAsync(HttpContext http)
    {
        var body = await JsonBody.ReadAsync<Body>(http);
        return body.Check;
    }

    private sealed record Body(
        [property: JsonPropertyName("name")] string? Name,
        [property: JsonPropertyName("title")] string? Title,
        [property: JsonPropertyName("role")] string? Role,
        [property: JsonPropertyName("unit")] string? Unit,
        [property: JsonPropertyName("enterprise")] string? Enterprise,
        [property: JsonPropertyName("disabled")] bool? Disabled)
    {
        public AccountFacts Check(AccountFacts? before)
        {
            var name = before?.Name ?? Name ?? "";
            var title = (Title ?? before?.Title ?? "").Trim();
            var unit = Unit ?? before?.Unit ?? "";
            var enterprise = (Enterprise ?? before?.Enterprise) is { Length: > 0 } code ? code : null;
            var known = Roles.TryParse(Role ?? before?.Role.ToClaim(), out var role) && role != Shared.Identity.Role.Service;
            var ofEnterprise = known && role == Shared.Identity.Role.Enterprise;
            var found = new Validation();
            found.Check(Names().IsMatch(name), "name", "INVALID_NAME", new("用户名应为 2 至 32 位小写字母、数字、点或连字符，以字母开头。", "A name has 2 to 32 lower-case letters, digits, dots or hyphens and begins with a letter."));
            found.Check(before is null || Name is null || Name == before.Name, "name", "NOT_CHANGEABLE", new("用户名不能更改。", "The name of an account stays."));
            found.Check(title.Length is > 0 and <= LongestTitle && !title.Any(char.IsControl), "title", "INVALID_TITLE", new("姓名应为 1 至 50 个字符。", "A title has 1 to 50 characters."));
            found.Check(known, "role", "UNKNOWN_ROLE", new($"未知的角色，应为 {Known} 之一。", $"The role is none of {Known}."));
            found.Check(ClientRules.IsUnit(unit), "unit", "INVALID_UNIT", new("单位代码应为 6 位数字或大写字母。", "A unit code has 6 digits or capital letters."));
            found.Check(!ofEnterprise || ClientRules.IsCreditCode(enterprise), "enterprise", "REQUIRED", new("企业角色必须提供 18 位统一社会信用代码。", "The role needs a unified social credit code of 18 characters."));
            found.Check(!known || ofEnterprise || Enterprise is null or "", "enterprise", "NOT_ALLOWED", new("只有企业角色可以有统一社会信用代码。", "Only an enterprise has a unified social credit code."));
            found.ThrowIfAny();
            return new AccountFacts(name, title, role, unit, ofEnterprise ? enterprise : null, Disabled ?? before?.Disabled ?? false);
        }

        private static string Known => string.Join(", ", Roles.All.Where(role => role != Shared.Identity.Role.Service).Select(role => role.ToClaim()));
    }

    /// <summary>Gives them as an answer of REST.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["title"] = Title, ["role"] = Role.ToClaim(), ["unit"] = Unit, ["disabled"] = Disabled };
        if (Enterprise is not null)
            json["enterprise"] = Enterprise;
        return json;
    }

    [GeneratedRegex("^[a-z][a-z0-9.-]{1,31}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
