using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Renovation.Gateway.Accounts;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Identity;

/// <summary>A client to create, as it is sent.</summary>
internal sealed partial record NewClient(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("role")] string? Role,
    [property: JsonPropertyName("unit")] string? Unit,
    [property: JsonPropertyName("scopes")] IReadOnlyList<string>? Scopes,
    [property: JsonPropertyName("enterprise")] string? Enterprise,
    [property: JsonPropertyName("redirect_uris")] IReadOnlyList<string>? RedirectUris)
{
    /// <summary>Reads it from the body of a request.</summary>
    /// <exception cref="DomainException">Invalid: no JSON, or fields that are wrong.</exception>
    public static async Task<ClientFacts> ReadAsync(HttpContext http) => (await JsonBody.ReadAsync<NewClient>(http)).Check();

    private ClientFacts Check()
    {
        var found = new Validation();
        var known = Roles.TryParse(Role, out var role);
        var needsUnit = known && role is not (Shared.Identity.Role.Service or Shared.Identity.Role.Enterprise);
        found.Check(ClientIds().IsMatch(ClientId ?? "") && !ClientId!.StartsWith(Account.IdPrefix, StringComparison.Ordinal), "client_id", "INVALID_CLIENT_ID", new("客户端编号应为 3 至 64 位小写字母、数字、点或连字符，以字母开头。", "A client id has 3 to 64 lower-case letters, digits, dots or hyphens and begins with a letter."));
        found.Check(known, "role", "UNKNOWN_ROLE", new($"未知的角色，应为 {Known} 之一。", $"The role is none of {Known}."));
        found.Check(!needsUnit || Unit is { Length: > 0 }, "unit", "REQUIRED", new("该角色必须有单位。", "The role needs a unit."));
        found.Check(Unit is null or "" || ClientRules.IsUnit(Unit), "unit", "INVALID_UNIT", new("单位代码应为 6 位数字或大写字母。", "A unit code has 6 digits or capital letters."));
        var enterprise = known && role == Shared.Identity.Role.Enterprise;
        found.Check(!enterprise || ClientRules.IsCreditCode(Enterprise), "enterprise", "REQUIRED", new("企业角色必须提供 18 位统一社会信用代码。", "The role needs a unified social credit code of 18 characters."));
        found.Check(!known || enterprise || Enterprise is null or "", "enterprise", "NOT_ALLOWED", new("只有企业角色可以有统一社会信用代码。", "Only an enterprise has a unified social credit code."));
        found.Check(Scopes is null || Scopes.All(scope => scope is not null && ScopeNames().IsMatch(scope)), "scopes", "INVALID_SCOPE", new("权限范围格式不正确。", "A scope has up to 64 lower-case letters, digits, dots, colons or hyphens."));
        found.Check(RedirectUris is null || RedirectUris.All(ClientRules.IsRedirect), "redirect_uris", "INVALID_REDIRECT", new("回调地址应为 https 绝对地址（本机可用 http），不含 # 片段。", "A redirect address is absolute, https (or http on the same machine), and without a fragment."));
        found.ThrowIfAny();
        return new ClientFacts(ClientId!, role, Unit ?? "", Scopes ?? [], enterprise ? Enterprise : null) { RedirectUris = RedirectUris ?? [] };
    }

    private static string Known => string.Join(", ", Roles.All.Select(role => role.ToClaim()));

    [GeneratedRegex("^[a-z][a-z0-9.-]{2,63}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClientIds();

    [GeneratedRegex("^[a-z0-9][a-z0-9.:-]{0,63}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScopeNames();
}

/// <summary>Reads the body of a request to what the gateway serves itself.</summary>
internal static class JsonBody
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException">MALFORMED_REQUEST: it is no such JSON.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, cancellationToken: http.RequestAborted) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw DomainException.Invalid("", "MALFORMED_REQUEST", new("请求格式不正确。", "The request is malformed."));
        }
    }
}

/// <summary>Forms that clients and accounts have in common.</summary>
internal static partial class ClientRules
{
    /// <summary>Tells whether a text can be the code of a unit.</summary>
    public static bool IsUnit(string text) => UnitCodes().IsMatch(text);

    /// <summary>Tells whether a text can be a unified social credit code.</summary>
    public static bool IsCreditCode(string? text) => CreditCodes().IsMatch(text ?? "");

    /// <summary>Tells whether codes may be sent to an address.</summary>
    public static bool IsRedirect(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    [GeneratedRegex("^[0-9A-Z]{6}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitCodes();

    [GeneratedRegex("^[0-9A-Z]{18}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CreditCodes();
}
