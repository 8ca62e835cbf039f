using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Renovation.Tests.Integration.Messaging;

/// <summary>A way to the broker on which its answers can get lost.</summary>
internal sealed class Detour : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Passage> _passages = [];
    private readonly Uri _broker;
    private readonly Task _accepting;

    public Detour(Uri broker)
    {
        _broker = broker;
        _listener.Start();
        Address = new UriBuilder(broker) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri.AbsoluteUri;
        _accepting = AcceptAsync();
    }

    /// <summary>Address of the broker by this way.</summary>
    public string Address { get; }

    /// <summary>Swallows from now on what the broker says on the connections there are; later ones are whole.</summary>
    public void Mute()
    {
        foreach (var passage in _passages)
            passage.Muted = true;
    }

    /// <summary>Ends the connections there are.</summary>
    public void Drop()
    {
        foreach (var passage in _passages)
            passage.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        Drop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var passage = new Passage(await _listener.AcceptTcpClientAsync(), new TcpClient(_broker.Host, _broker.Port));
                _passages.Add(passage);
                _ = passage.RunAsync();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private sealed class Passage(TcpClient caller, TcpClient broker) : IDisposable
    {
        public volatile bool Muted;

        public async Task RunAsync()
        {
            try
            {
                await Task.WhenAny(PassAsync(caller, broker, () => true), PassAsync(broker, caller, () => !Muted));
            }
            finally
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            caller.Dispose();
            broker.Dispose();
        }

        private static async Task PassAsync(TcpClient from, TcpClient to, Func<bool> heard)
        {
            var buffer = new byte[16384];
            try
            {
                while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
                {
                    if (heard())
                        await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
                }
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // One of the two has hung up.
            }
        }
    }
}
