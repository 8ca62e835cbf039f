using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Renovation.Gateway.Accounts;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Hosting;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Gateway;

/// <summary>The accounts of people: who invites whom, and how they are taken up, locked and closed.</summary>
public sealed class AccountTests
{
    private const string Password = "样例-Passw0rd";
    private static readonly Dictionary<string, string?> Strict = new(StringComparer.OrdinalIgnoreCase) { ["Accounts:SecondFactor"] = "required" };

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task Invitation_IsTakenUpOnce_WithASecondFactor_WhoseCodesCountOnce(string provider)
    {
        await using var gateway = await GatewayProcess.StartAsync(Strict, provider: provider);
        var link = await InviteAsync(gateway, "newcomer");
        using var person = new FormVisitor(gateway.Address);
        var key = await person.TakeUpAsync(link, Password);
        await person.GoAsync("/account");
        person.Page.ShouldContain("newcomer");

        using var second = new FormVisitor(gateway.Address);
        await second.GoAsync(link);
        second.Page.ShouldNotContain("name=\"Password\"");

        // Whoever has the password alone gets as far as the code.
        await second.GoAsync("/account/sign-in?returnUrl=/account");
        await second.PasswordAsync("newcomer", Password);
        second.Here.AbsolutePath.ShouldBe("/account/code");
        await second.FillAsync("code", ("Code", new Totp(key).ComputeTotp()));
        second.Here.AbsolutePath.ShouldBe("/account/code", "The code was used when the factor was set up.");
        await second.GoAsync("/account");
        second.Here.AbsolutePath.ShouldBe("/account/sign-in");
        await second.PasswordAsync("newcomer", Password);
        await second.FillAsync("code", ("Code", new Totp(key).ComputeTotp(DateTime.UtcNow.AddSeconds(30))));
        second.Here.AbsolutePath.ShouldBe("/account");

        // A password alone replaces no factor.
        using var third = new FormVisitor(gateway.Address);
        await third.GoAsync("/account/sign-in");
        await third.PasswordAsync("newcomer", Password);
        await third.GoAsync("/account/factor");
        third.Here.AbsolutePath.ShouldBe("/account/sign-in");
        await using var scope = gateway.Services.GetRequiredScope();
        var account = await scope.Db.Accounts.SingleAsync(row => row.UserName == "newcomer", TestContext.Current.CancellationToken);
        account.PasswordHash!.ShouldNotContain(Password);
        account.FactorKey!.ShouldNotContain(Base32Encoding.ToString(key));
        (await scope.Db.Journal.Where(row => row.Resource == "accounts/newcomer" && row.Kind != "SIGN_IN_REFUSED").OrderBy(row => row.Id).Select(row => row.Kind + " " + row.Actor).ToListAsync(TestContext.Current.CancellationToken))
            .ShouldBe(["CREATED planner", "TAKEN_UP people-newcomer", "FACTOR_SET people-newcomer", "SIGNED_IN people-newcomer", "SIGNED_IN people-newcomer"]);
    }

    [Fact]
    public async Task Invitation_EndsInTime_AndWithTheNextOne()
    {
        await using var gateway = await GatewayProcess.StartAsync(new(Strict, StringComparer.OrdinalIgnoreCase) { ["Accounts:InvitationLifetime"] = "00:00:02" });
        var first = await InviteAsync(gateway, "late");
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        using var again = await planner.PostAsync("/v1/accounts/late:invite", null, TestContext.Current.CancellationToken);
        var second = JsonNode.Parse(await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["invitation"]!.GetValue<string>();
        using var visitor = new FormVisitor(gateway.Address);
        (await visitor.GoAsync(first)).Page.ShouldNotContain("name=\"Password\"");
        (await visitor.GoAsync(second)).Page.ShouldContain("name=\"Password\"");
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        (await visitor.GoAsync(second)).Page.ShouldNotContain("name=\"Password\"");
    }

    [Fact]
    public async Task WeakPasswords_AreRefused_AndTheInvitationStaysOpen()
    {
        await using var gateway = await GatewayProcess.StartAsync(Strict);
        var link = await InviteAsync(gateway, "careful");
        using var visitor = new FormVisitor(gateway.Address);
        foreach (var weak in new[] { "Sh0rt-pw", "onlysmallletters", "Aa1-Aa1-Aa1-", "Careful-2017x" })
        {
            await visitor.GoAsync(link);
            await visitor.FillAsync("take-up", ("Password", weak), ("Again", weak));
            visitor.Page.ShouldContain("role=\"alert\"", customMessage: weak);
        }

        await visitor.FillAsync("take-up", ("Password", Password), ("Again", Password + "x"));
        visitor.Page.ShouldContain("role=\"alert\"");
        await visitor.TakeUpAsync(link, Password);
    }

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task WrongPasswords_LockTheAccount_ForAWhile(string provider)
    {
        await using var gateway = await GatewayProcess.StartAsync(new(StringComparer.OrdinalIgnoreCase) { ["Accounts:LockoutFailures"] = "3", ["Accounts:LockoutTime"] = "00:00:03" }, provider: provider);
        var right = gateway.Installation.PasswordOf("planner");
        using var visitor = new FormVisitor(gateway.Address);
        await visitor.GoAsync("/account/sign-in?returnUrl=/account");
        for (var attempt = 0; attempt < 3; attempt++)
            await visitor.PasswordAsync("planner", "wrong");
        var unknown = visitor.Page.Contains("role=\"alert\"", StringComparison.Ordinal);
        await visitor.PasswordAsync("planner", right);
        visitor.Here.AbsolutePath.ShouldBe("/account/sign-in");
        unknown.ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(3.5), TestContext.Current.CancellationToken);
        await visitor.PasswordAsync("planner", right);
        visitor.Here.AbsolutePath.ShouldBe("/account");
    }

    [Theory]
    [InlineData(ModuleHost.Postgres)]
    [InlineData(ModuleHost.Sqlite)]
    public async Task DisabledAccount_IsSignedOut_AndStaysOut(string provider)
    {
        await using var gateway = await GatewayProcess.StartAsync(provider: provider);
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        using var visitor = new FormVisitor(gateway.Address);
        await visitor.GoAsync("/account/sign-in?returnUrl=/account");
        await visitor.PasswordAsync("auditor", gateway.Installation.PasswordOf("auditor"));
        visitor.Here.AbsolutePath.ShouldBe("/account");
        using var changed = await planner.PatchAsJsonAsync("/v1/accounts/auditor", new { disabled = true }, TestContext.Current.CancellationToken);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GoAsync("/account")).Here.AbsolutePath.ShouldBe("/account/sign-in");
        await visitor.PasswordAsync("auditor", gateway.Installation.PasswordOf("auditor"));
        visitor.Here.AbsolutePath.ShouldBe("/account/sign-in");
        using var invited = await planner.PostAsync("/v1/accounts/auditor:invite", null, TestContext.Current.CancellationToken);
        await invited.ShouldFailAsync(HttpStatusCode.BadRequest, "ACCOUNT_DISABLED");
    }

    [Fact]
    public async Task Sessions_AreListed_AndEndedOneByOne_AndAllByAnotherPassword()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var password = gateway.Installation.PasswordOf("finance");
        using var first = new FormVisitor(gateway.Address);
        using var second = new FormVisitor(gateway.Address);
        foreach (var visitor in new[] { first, second })
        {
            await visitor.GoAsync("/account/sign-in?returnUrl=/account");
            await visitor.PasswordAsync("finance", password);
        }

        await using (var scope = gateway.Services.GetRequiredScope())
        {
            var other = await scope.Db.Sessions.Where(session => session.AccountId == "people-finance").OrderBy(session => session.CreateTime).FirstAsync(TestContext.Current.CancellationToken);
            await second.FillAsync($"end-{other.Id}");
        }

        (await first.GoAsync("/account")).Here.AbsolutePath.ShouldBe("/account/sign-in");
        second.Here.AbsolutePath.ShouldBe("/account");
        await second.FillAsync("password", ("Old", "wrong"), ("Password", Password));
        second.Page.ShouldContain("role=\"alert\"");
        await second.FillAsync("password", ("Old", password), ("Password", Password));
        (await second.GoAsync("/account")).Here.AbsolutePath.ShouldBe("/account/sign-in", "Every session ends with the password.");
        await second.PasswordAsync("finance", Password);
        second.Here.AbsolutePath.ShouldBe("/account");
    }

    [Fact]
    public async Task SessionThatNobodyUses_IsOver()
    {
        await using var gateway = await GatewayProcess.StartAsync(new(StringComparer.OrdinalIgnoreCase) { ["Accounts:SessionIdle"] = "00:00:03" });
        using var visitor = new FormVisitor(gateway.Address);
        await visitor.GoAsync("/account/sign-in?returnUrl=/account");
        await visitor.PasswordAsync("auditor", gateway.Installation.PasswordOf("auditor"));
        visitor.Here.AbsolutePath.ShouldBe("/account");

        // The cookie would be good for longer: what counts is the stored session.
        await using (var scope = gateway.Services.GetRequiredScope())
            await scope.Db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenTime, session => session.SeenTime.AddSeconds(-3)), TestContext.Current.CancellationToken);
        (await visitor.GoAsync("/account")).Here.AbsolutePath.ShouldBe("/account/sign-in");
    }

    [Fact]
    public async Task Accounts_AreThePlanners_WhoKeepTheirOwn()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        await InviteAsync(gateway, "zhang.san");
        var listed = JsonNode.Parse(await planner.GetStringAsync("/v1/accounts?pageSize=1000", TestContext.Current.CancellationToken))!["accounts"]!.AsArray().Select(account => account!["name"]!.GetValue<string>()).ToList();
        listed.Contains("zhang.san", StringComparer.Ordinal).ShouldBeTrue();
        listed.ShouldBe(listed.Order(StringComparer.Ordinal));
        using var twice = await planner.PostAsJsonAsync("/v1/accounts", Newcomer("zhang.san"), TestContext.Current.CancellationToken);
        await twice.ShouldFailAsync(HttpStatusCode.Conflict, "ACCOUNT_EXISTS");
        using var moved = await planner.PatchAsJsonAsync("/v1/accounts/zhang.san", new { unit = "610102", role = "reporter" }, TestContext.Current.CancellationToken);
        JsonNode.Parse(await moved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["unit"]!.GetValue<string>().ShouldBe("610102");
        using var renamed = await planner.PatchAsJsonAsync("/v1/accounts/zhang.san", new { name = "li.si" }, TestContext.Current.CancellationToken);
        await renamed.ShouldFailAsync(HttpStatusCode.BadRequest, "NOT_CHANGEABLE");
        var reporter = gateway.Rest(await gateway.TokenAsync("reporter-610102"));
        using var list = await reporter.GetAsync("/v1/accounts", TestContext.Current.CancellationToken);
        await list.ShouldFailAsync(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
        using var create = await reporter.PostAsJsonAsync("/v1/accounts", Newcomer("mine"), TestContext.Current.CancellationToken);
        await create.ShouldFailAsync(HttpStatusCode.Forbidden, "ROLE_NOT_ALLOWED");
        var person = gateway.Rest(await SignInTests.TokenOfAsync(gateway, "planner"));
        using var own = await person.PatchAsJsonAsync("/v1/accounts/planner", new { disabled = true }, TestContext.Current.CancellationToken);
        await own.ShouldFailAsync(HttpStatusCode.BadRequest, "OWN_ACCOUNT");
    }

    [Fact]
    public async Task WrongAccounts_AreRefused_WithEveryFieldThatIsWrong()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var planner = gateway.Rest(await gateway.TokenAsync("planner"));
        (object Body, string[] Fields)[] wrong =
        [
            (new { name = "A b", role = "service" }, ["name", "title", "role", "unit"]),
            (new { name = "abc", title = "样例", role = "enterprise", unit = "610102" }, ["enterprise"]),
            (new { name = "abc", title = "样例", role = "reporter", unit = "610102", enterprise = "91610102510080397T" }, ["enterprise"]),
        ];
        foreach (var (body, fields) in wrong)
        {
            using var response = await planner.PostAsJsonAsync("/v1/accounts", body, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var model = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            model["details"]![1]!["fieldViolations"]!.AsArray().Select(violation => violation!["field"]!.GetValue<string>()).ShouldBe(fields);
        }

        using var reserved = await planner.PostAsJsonAsync("/v1/clients", new { client_id = Account.IdPrefix + "x", role = "service" }, TestContext.Current.CancellationToken);
        await reserved.ShouldFailAsync(HttpStatusCode.BadRequest, "INVALID_CLIENT_ID");
    }

    private static object Newcomer(string name) => new { name, title = "样例新人", role = "planner", unit = "6101GX" };

    private static async Task<string> InviteAsync(GatewayProcess gateway, string name)
    {
        using var invited = await gateway.Rest(await gateway.TokenAsync("planner")).PostAsJsonAsync("/v1/accounts", Newcomer(name), TestContext.Current.CancellationToken);
        var text = await invited.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        invited.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["invitation"]!.GetValue<string>();
    }
}
