using System.Diagnostics;
using Google.Protobuf;
using Google.Rpc;
using Renovation.Tests.EndToEnd.Calls;

namespace Renovation.Tests.EndToEnd.Faults;

/// <summary>A client as it should be: it repeats a call that was not answered, with the same request id, until it is.</summary>
internal static class Persistent
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<TResponse> CallAsync<TResponse>(Suite suite, string client, IMessage request, string? unit = null)
        where TResponse : class, IMessage<TResponse>, new()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await suite.CallAsync<TResponse>(client, request, unit: unit);
            }
            catch (Exception failure) when (IsOutage(failure) && watch.Elapsed < Patience)
            {
                await Task.Delay(200);
            }
        }
    }

    // A connection that breaks in the middle of a call has a code of its own, and no reason of ours.
    private static bool IsOutage(Exception failure) => failure switch
    {
        HttpRequestException => true,
        Refusal { Code: Code.Unavailable or Code.Cancelled or Code.DeadlineExceeded or Code.ResourceExhausted } => true,
        Refusal { Code: Code.Internal or Code.Unknown, Reason.Length: 0 } => true,
        _ => false,
    };
}
