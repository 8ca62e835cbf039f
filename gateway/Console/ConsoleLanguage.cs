using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>In which language a browser reads the console: as its cookie says, or else Chinese.</summary>
internal static class ConsoleLanguage
{
    private const string CookieName = "renovation.language";

    public static Language Of(HttpContext? http) => http?.Request.Cookies[CookieName] == "en" ? Language.English : Language.Chinese;

    /// <summary>Gives what is said in a language.</summary>
    public static string Say(this Language language, string zh, string en) => language == Language.English ? en : zh;

    /// <summary>Gives the tag of a language for browsers and for <c>Accept-Language</c>.</summary>
    public static string TagOf(Language language) => language == Language.English ? "en" : "zh-CN";

    /// <summary>Switches, <c>/account/language?to=en&amp;returnUrl=/console</c>, and goes back to where one was.</summary>
    public static IResult Choose(HttpContext http, string? to, string? returnUrl)
    {
        http.Response.Cookies.Append(CookieName, to == "en" ? "en" : "zh", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
        });
        return Results.LocalRedirect(LocalPath(returnUrl));
    }

    /// <summary>Gives a path of the gateway itself, the console's beginning for everything else.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/\\", StringComparison.Ordinal) && !path.Any(char.IsControl) ? path : ConsolePaths.Home;
}
