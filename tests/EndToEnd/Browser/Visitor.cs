using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Renovation.Tests.EndToEnd.Shapes;
using Shouldly;

namespace Renovation.Tests.EndToEnd.Browser;

/// <summary>Debian's Chromium, driven by Playwright: <c>RENOVATION_TEST_CHROMIUM</c>, or else <c>/usr/bin/chromium</c>.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var path = Environment.GetEnvironmentVariable("RENOVATION_TEST_CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] }));
    }

    /// <summary>Opens a browser of its own for somebody.</summary>
    public async Task<Visitor> VisitAsync(Installation installation, bool phone = false, string language = Visitor.Chinese)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = installation.Address,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1366, Height = 768 },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        if (language == Visitor.English)
            await page.GotoAsync("/account/language?to=en&returnUrl=/account/sign-in");
        return new Visitor(context, page, installation, language);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>Somebody in front of a browser. Whatever the browser complains about, such as a script that the page's policy forbids, fails the test.</summary>
internal sealed partial class Visitor : IAsyncDisposable
{
    public const string Chinese = "zh";
    public const string English = "en";
    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "tests", "axe", "node_modules", "axe-core", "axe.min.js"));
    private static readonly string Pictures = Environment.GetEnvironmentVariable("RENOVATION_TEST_PAGES") is { Length: > 0 } set ? set : Path.Combine(Repository.Root, "tests", "pages");
    private readonly IBrowserContext _context;
    private readonly Installation _installation;
    private readonly string _language;
    private readonly List<string> _complaints = [];

    public Visitor(IBrowserContext context, IPage page, Installation installation, string language)
    {
        (_context, Page, _installation, _language) = (context, page, installation, language);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    /// <summary>Gives what the console says to this visitor.</summary>
    public string Say(string zh, string en) => _language == English ? en : zh;

    /// <summary>What the browser complained about, which is nothing.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public string PasswordOf(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(_installation.Folder, "demo-people.json"))).RootElement.EnumerateArray()
        .Single(person => person.GetProperty("name").GetString() == name).GetProperty("password").GetString()!;

    /// <summary>Signs somebody of the demonstration in and waits for the first page.</summary>
    public async Task<Visitor> SignInAsync(string name)
    {
        await Page.GotoAsync("/console");
        await FillPasswordAsync(name, PasswordOf(name));
        await ReadyAsync();
        return this;
    }

    public async Task FillPasswordAsync(string name, string password)
    {
        await Page.FillAsync("#name", name);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("main button[type=submit]");
    }

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until a page of the console shows what it has to show.</summary>
    public async Task ReadyAsync()
    {
        await Page.WaitForSelectorAsync(".page h1");
        await Page.WaitForSelectorAsync(".mud-progress-linear", new() { State = WaitForSelectorState.Detached });
    }

    public Task PressAsync(string button) => Page.ClickAsync($"button:has-text('{button}')");

    public Task PressAsync(string zh, string en) => PressAsync(Say(zh, en));

    /// <summary>Fills the field with that label.</summary>
    public Task FillAsync(string zh, string en, string value) => Page.GetByLabel(Say(zh, en), new() { Exact = true }).FillAsync(value);

    /// <summary>Waits until an application has come so far.</summary>
    public Task HasStateAsync(string zh, string en) => Page.WaitForSelectorAsync($"#state:has-text('{Say(zh, en)}')");

    /// <summary>Waits until the page says something.</summary>
    public Task HearAsync(string zh, string en) => Page.WaitForSelectorAsync($"text={Say(zh, en)}");

    public ILocator Cell(int row, string field) => Page.Locator($"[data-row='{row}'][data-field='{field}']");

    /// <summary>Finds nothing serious on the page that keeps anybody from using it, no text that is no Chinese, and nothing wider than the screen; leaves a picture of it.</summary>
    public async Task LookAsync(string picture, bool? chinese = null)
    {
        var inChinese = chinese ?? _language == Chinese;
        await Page.WaitForTimeoutAsync(300);
        await Page.EvaluateAsync(Axe);
        var found = await Page.EvaluateAsync<string[]>("async () => (await axe.run()).violations.filter(rule => ['serious', 'critical'].includes(rule.impact)).map(rule => rule.id + ' ' + rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | '))");
        found.ShouldBeEmpty(Page.Url);
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, Page.Url);
        var text = await Page.InnerTextAsync("body");
        RawNames().Matches(text).Select(match => match.Value).ShouldBeEmpty(Page.Url);
        if (inChinese)
            EnglishWords().Matches(Ids().Replace(text, "")).Select(match => match.Value).Where(word => !Known(word)).ShouldBeEmpty(Page.Url);
        Directory.CreateDirectory(Pictures);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{picture}{(_language == English ? "-en" : "")}.png") });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    // The switch to English, names by which people sign in, and what browsers call themselves.
    private static bool Known(string word) => word is "English" or "service" or "xlsx" or "planner" or "planner-2" or "reporter-610111" or "reporter" or "government" or "department" or "certifier" or "enterprise" or "finance" or "asset-manager" or "auditor" or "people" || word.StartsWith("newcomer", StringComparison.Ordinal) || Agents().IsMatch(word);

    [GeneratedRegex(@"\b[A-Z]+(_[A-Z]+)+\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RawNames();

    [GeneratedRegex(@"\b[A-Za-z][a-z]{3,}(-[a-z]+)*\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnglishWords();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("^(Mozilla|Linux|AppleWebKit|Gecko|like|Headless|Chrome|HeadlessChrome|Safari)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Agents();
}
