using System.Net;
using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>Reads the error model as clients do.</summary>
internal static class Answers
{
    public static string Reason(this RpcException failure) =>
        failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? throw new ShouldAssertException($"The status has no ErrorInfo: {failure.Status}");

    /// <summary>Expects a refusal.</summary>
    public static async Task<RpcException> ShouldFailAsync<T>(this AsyncUnaryCall<T> call, Grpc.Core.StatusCode code, string reason)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await call);
        failure.StatusCode.ShouldBe(code, failure.Status.Detail);
        failure.Reason().ShouldBe(reason);
        return failure;
    }

    /// <summary>Expects a refusal in the error model of REST.</summary>
    public static async Task<JsonNode> ShouldFailAsync(this HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        var model = JsonNode.Parse(text)!;
        var info = model["details"]!.AsArray().Single(detail => detail!["@type"]!.GetValue<string>().EndsWith("google.rpc.ErrorInfo", StringComparison.Ordinal))!;
        info["reason"]!.GetValue<string>().ShouldBe(reason);
        info["domain"]!.GetValue<string>().ShouldBe("renovation");
        model["message"]!.GetValue<string>().ShouldNotBeEmpty();
        return model;
    }
}
