using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Tests.Integration.Gateway;

namespace Renovation.Tests.Benchmarks;

/// <summary>The live part of a page of the console, as the framework's script in a browser holds it: what is rendered is acknowledged and not drawn, and calls into the browser are answered with nothing.</summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private const int ObjectResult = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Wait? _wait;
    private long _objects;

    private Circuit(HubConnection connection)
    {
        _connection = connection;
        connection.On<long, byte[]>("JS.RenderBatch", RenderedAsync);
        connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, _, _, result, _, _) => connection.SendAsync("EndInvokeJSFromDotNet", call, true, result == ObjectResult ? $$"""[{{call}},true,{"__jsObjectId":{{Interlocked.Increment(ref _objects)}}}]""" : $"[{call},true,null]"));
        connection.On<string>("JS.Error", message => Break(new InvalidOperationException(message)));
        connection.Closed += failure =>
        {
            Break(failure ?? new InvalidOperationException("The server closed the circuit."));
            return Task.CompletedTask;
        };
    }

    /// <summary>Makes a page live that somebody has before them, and waits until it says something.</summary>
    public static async Task<Circuit> OpenAsync(FormVisitor visitor, string text)
    {
        var origin = new Uri(visitor.Here, "/");
        var builder = new HubConnectionBuilder().WithUrl(new Uri(origin, "_blazor"), HttpTransportType.WebSockets, options => (options.Cookies, options.SkipNegotiation) = (visitor.Cookies, true));
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        var circuit = new Circuit(builder.Build());
        var shown = circuit.AwaitAsync(text);
        await circuit._connection.StartAsync();
        _ = await circuit._connection.InvokeAsync<string>("StartCircuit", origin.ToString(), visitor.Here.ToString(), "[]", "");

        // What the server drew already ends with a marker of another kind.
        var markers = Markers().Matches(visitor.Page).Select(match => JsonNode.Parse(match.Groups["marker"].Value)!).Where(marker => marker["type"] is not null);
        var operations = markers.Select((marker, at) => new JsonObject { ["type"] = "add", ["ssrComponentId"] = at + 1, ["marker"] = marker });
        await circuit._connection.SendAsync("UpdateRootComponents", new JsonObject { ["batchId"] = 1, ["operations"] = new JsonArray([.. operations]) }.ToJsonString(), State().Match(visitor.Page).Groups["state"].Value);
        await shown;
        return circuit;
    }

    /// <summary>Goes to another page within the circuit, and waits until it says something.</summary>
    public async Task GoAsync(Uri page, string text)
    {
        var shown = AwaitAsync(text);
        await _connection.SendAsync("OnLocationChanged", page.ToString(), null, false);
        await shown;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task AwaitAsync(string text)
    {
        var wait = _wait = new Wait(Encoding.UTF8.GetBytes(text));
        try
        {
            await await Task.WhenAny(wait.Shown.Task, _broken.Task).WaitAsync(Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"No page says {text}.", late);
        }
    }

    private Task RenderedAsync(long batch, byte[] changes)
    {
        if (_wait is { } wait && changes.AsSpan().IndexOf(wait.Text) >= 0)
            wait.Shown.TrySetResult();
        return _connection.SendAsync("OnRenderCompleted", batch, null);
    }

    private void Break(Exception failure) => _broken.TrySetException(failure);

    [GeneratedRegex(@"<!--Blazor:(?<marker>\{.*?\})-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex State();

    private sealed record Wait(byte[] Text)
    {
        public TaskCompletionSource Shown { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The protocol of the framework's own script: MessagePack of SignalR under another name.</summary>
internal sealed class BlazorPack : IHubProtocol
{
    private readonly MessagePackHubProtocol _pack = new();

    public string Name => "blazorpack";

    public int Version => 1;

    public TransferFormat TransferFormat => _pack.TransferFormat;

    public bool IsVersionSupported(int version) => version == Version;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) => _pack.TryParseMessage(ref input, binder, out message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _pack.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _pack.GetMessageBytes(message);
}
