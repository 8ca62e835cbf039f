using System.Diagnostics;
using System.Globalization;
using MimeKit;
using Renovation.Tests.Integration.Catalog;

namespace Renovation.Tests.Integration.Fixtures;

/// <summary>A mail server (npm's <c>smtp-server</c>) that keeps what it takes in a folder; it knows one sender, and no mailbox that begins with <c>nobody</c>.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "sender";
    public const string Password = "sample-only";
    private readonly string _folder = Directory.CreateTempSubdirectory("renovation-mail-").FullName;
    private Process? _process;

    public int Port { get; } = Ports.Free();

    public async Task StartAsync()
    {
        var script = Path.GetFullPath(Path.Combine(SampleBook.Folder, "..", "..", "tests", "smtp", "server.js"));
        _process = Process.Start(new ProcessStartInfo("node", [script, Port.ToString(CultureInfo.InvariantCulture), _folder, User, Password]) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("Start the tests with tests/run: there is no node.");
        if (await _process.StandardOutput.ReadLineAsync() != "listens")
            throw new InvalidOperationException("Start the tests with tests/run: tests/smtp is not installed.");
    }

    /// <summary>Reads what came so far, in its order.</summary>
    public async Task<List<MimeMessage>> ReadAsync()
    {
        var mails = new List<MimeMessage>();
        foreach (var file in Directory.EnumerateFiles(_folder, "*.eml").Order(StringComparer.Ordinal))
            mails.Add(await MimeMessage.LoadAsync(file));
        return mails;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
