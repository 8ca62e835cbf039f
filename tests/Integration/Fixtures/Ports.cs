using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>
/// Ports for the servers under test. They lie below those that the system gives to callers, so that no call takes one while its server is down for a moment,
/// and a file claims each for this run, so that two kinds of tests that run at the same time never share one.
/// </summary>
internal static class Ports
{
    private const int First = 10_000;
    private const int Count = 10_000;
    private static readonly TimeSpan Claimed = TimeSpan.FromHours(1);
    private static readonly string Claims = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"renovation-test-ports-{Environment.UserName}")).FullName;

    public static int Free()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + Random.Shared.Next(Count);
            if (TryClaim(Path.Combine(Claims, port.ToString(CultureInfo.InvariantCulture))) && IsFree(port))
                return port;
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool TryClaim(string claim)
    {
        try
        {
            if (File.GetLastWriteTimeUtc(claim) < DateTime.UtcNow - Claimed)
                File.Delete(claim);
            new FileStream(claim, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
