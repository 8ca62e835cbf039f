using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Renovation.Gateway;
using Renovation.Gateway.Console;
using Renovation.Shared.Identity;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>What a browser may ask for, and what it is told besides.</summary>
public sealed partial class ConsoleRouteTests(ConsoleRouteTests.Open open) : IClassFixture<ConsoleRouteTests.Open>
{
    private static readonly (Type Type, string Path)[] Pages =
    [
        .. typeof(GatewayHost).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>().Select(route => (type, route.Template))),
    ];

    [Fact]
    public void EveryPage_SaysWhoSeesIt()
    {
        Pages.Length.ShouldBeGreaterThan(12);
        foreach (var (type, path) in Pages)
        {
            if (!path.StartsWith("/account", StringComparison.Ordinal))
                type.GetCustomAttribute<ConsoleAccessAttribute>().ShouldNotBeNull(path);
        }
    }

    [Fact]
    public void WhateverAJournalSays_HasWordsInTheAuditLog()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Renovation.sln")))
            folder = folder.Parent.ShouldNotBeNull("The tests run inside the repository.");
        var kinds = Directory.EnumerateFiles(Path.Combine(folder.FullName, "services"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Kinds().Matches(File.ReadAllText(file)).Select(match => match.Groups["kind"].Value)).Distinct(StringComparer.Ordinal).ToList();
        kinds.Count.ShouldBeGreaterThan(50);
        kinds.Where(kind => !AuditTexts.Knows(kind)).ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryPage_IsShownToItsRoles_AndToNobodyElse()
    {
        foreach (var role in Roles.All.Where(role => role != Role.Service))
        {
            var name = role switch { Role.Reporter => "reporter-610102", Role.AssetManager => "asset-manager", _ => role.ToClaim() };
            using var visitor = new FormVisitor(open.Gateway.Address);
            await visitor.GoAsync("/account/sign-in?returnUrl=/account");
            await visitor.PasswordAsync(name, open.Gateway.Installation.PasswordOf(name));
            foreach (var (type, path) in Pages.Where(page => page.Path.StartsWith("/console", StringComparison.Ordinal)))
            {
                await visitor.GoAsync(Filled(path));
                if (path != "/console" || ConsoleAccessAttribute.Allows(type, role))
                    visitor.Status.ShouldBe(ConsoleAccessAttribute.Allows(type, role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{role} {path}");
                else
                    visitor.Here.AbsolutePath.Equals("/console", StringComparison.Ordinal).ShouldBeFalse($"{role} begins elsewhere.");
            }
        }
    }

    [Fact]
    public async Task EveryPage_SendsStrangersToSignIn_AndSaysWhatItMayDo()
    {
        using var visitor = new FormVisitor(open.Gateway.Address);
        foreach (var (_, path) in Pages.Where(page => page.Path.StartsWith("/console", StringComparison.Ordinal)))
        {
            await visitor.GoAsync(Filled(path));
            visitor.Here.AbsolutePath.ShouldBe("/account/sign-in", path);
            var headers = visitor.Last.Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            headers.GetValues("X-Frame-Options").Single().ShouldBe("DENY");
            headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
            headers.CacheControl!.NoStore.ShouldBeTrue();
            visitor.Page.ShouldNotContain("<script>", customMessage: path);
        }

        using var circuit = await visitor.PeekAsync("/_blazor/negotiate?negotiateVersion=1");
        circuit.IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task Forms_AreTakenFromTheirOwnPagesOnly()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(open.Gateway.Address) };
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Name", "planner"), new("Password", open.Gateway.Installation.PasswordOf("planner"))]);
        using var refused = await client.PostAsync("/account/sign-in", form, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var empty = new FormUrlEncodedContent([]);
        using var signOut = await client.PostAsync("/console/sign-out", empty, TestContext.Current.CancellationToken);
        signOut.IsSuccessStatusCode.ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    public async Task SignIn_LeadsNowhereElse(string elsewhere)
    {
        using var visitor = new FormVisitor(open.Gateway.Address);
        await visitor.GoAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(elsewhere)}");
        await visitor.PasswordAsync("planner", open.Gateway.Installation.PasswordOf("planner"));
        visitor.Here.ShouldBe(new Uri(new Uri(open.Gateway.Address), "/console"));
        using var language = await visitor.PeekAsync($"/account/language?to=en&returnUrl={Uri.EscapeDataString(elsewhere)}");
        language.Headers.Location!.OriginalString.ShouldBe("/console");
    }

    [GeneratedRegex(@"\bChanged\(""(?<kind>[A-Z_]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kinds();

    private static string Filled(string path) => path.Replace("{Year:int}", "2017", StringComparison.Ordinal).Replace("{Kind}", "start", StringComparison.Ordinal).Replace("{Id}", "x", StringComparison.Ordinal)
        .Replace("{Period}", "2017Q2", StringComparison.Ordinal).Replace("{UnitCode}", "610102", StringComparison.Ordinal);

    /// <summary>A gateway that lets one address sign in as often as these tests do.</summary>
    public sealed class Open : IAsyncLifetime
    {
        internal GatewayProcess Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await GatewayProcess.StartAsync(new(StringComparer.OrdinalIgnoreCase) { ["Gateway:RateLimit:AnonymousBurst"] = "100000" });

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
