using System.Net;
using System.Net.Http.Json;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>Whatever goes wrong on REST has the shape of the error model.</summary>
public sealed class RestTests(AccessTests.Probe probe) : IClassFixture<AccessTests.Probe>
{
    private readonly ModuleHost _host = probe.Host;
    private readonly HttpClient _planner = probe.Host.Rest(probe.Host.Authority.TokenFor(Role.Planner, "6101GX"));

    [Fact]
    public async Task Refusals_CarryStatusReasonAndFields()
    {
        using var absent = await _planner.GetAsync("/v1/units/ABSENT", TestContext.Current.CancellationToken);
        (await absent.ShouldFailAsync(HttpStatusCode.NotFound, "NOT_FOUND"))["code"]!.GetValue<int>().ShouldBe(5);
        using var wrong = await _planner.PostAsJsonAsync("/v1/units?unitId=A", new { title = "" }, TestContext.Current.CancellationToken);
        var model = await wrong.ShouldFailAsync(HttpStatusCode.BadRequest, "INVALID_FIELDS");
        model["details"]![1]!["fieldViolations"]!.AsArray().Select(violation => $"{violation!["field"]} {violation["reason"]}").ShouldBe(["unit.title REQUIRED", "unit_id INVALID_CODE"]);
        using var anonymous = await _host.Rest(null).GetAsync("/v1/units", TestContext.Current.CancellationToken);
        await anonymous.ShouldFailAsync(HttpStatusCode.Unauthorized, "TOKEN_MISSING");
        anonymous.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task WhatNobodyForesaw_SaysNothingButATraceId()
    {
        using var response = await _planner.GetAsync("/v1/units/BROKEN", TestContext.Current.CancellationToken);
        var model = await response.ShouldFailAsync(HttpStatusCode.InternalServerError, "INTERNAL");
        model.ToJsonString().ShouldNotContain("must not leave");
        model["details"]![0]!["metadata"]!["trace_id"]!.GetValue<string>().Length.ShouldBe(32);
    }

    [Fact]
    public async Task FrameworksOwnRefusals_HaveTheSameShape()
    {
        using var nowhere = await _planner.GetAsync("/v1/nowhere", TestContext.Current.CancellationToken);
        await nowhere.ShouldFailAsync(HttpStatusCode.NotFound, "UNKNOWN_PATH");
        using var verb = await _planner.DeleteAsync("/v1/units/610102", TestContext.Current.CancellationToken);
        await verb.ShouldFailAsync(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        foreach (var body in new[] { "{", "[1]", """{"title": {}}""", """{"kind": "KIND_NOTHING"}""", """{"create_time": "yesterday"}""" })
        {
            using var content = new StringContent(body) { Headers = { ContentType = new("application/json") } };
            using var malformed = await _planner.PostAsync("/v1/units?unitId=A00001", content, TestContext.Current.CancellationToken);
            await malformed.ShouldFailAsync(HttpStatusCode.BadRequest, "MALFORMED_REQUEST");
        }

        using var query = await _planner.GetAsync("/v1/units?pageSize=many", TestContext.Current.CancellationToken);
        await query.ShouldFailAsync(HttpStatusCode.BadRequest, "MALFORMED_REQUEST");
    }

    [Fact]
    public async Task BodyOverTheLimit_IsNoFailureOfTheServer()
    {
        using var content = new ByteArrayContent(new byte[25 * 1024 * 1024]) { Headers = { ContentType = new("application/json") } };
        using var response = await _planner.PostAsync("/v1/units?unitId=A00001", content, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBeInRange(400, 413);
        await response.ShouldFailAsync(response.StatusCode, "FILE_TOO_LARGE");
    }
}
