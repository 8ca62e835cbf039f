using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Renovation.Tests.Benchmarks;

/// <summary>Answers 1 KiB to whatever is asked: what a proxy costs shows when there is nothing behind it.</summary>
internal static class Backend
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes($"{{\"content\":\"{new string('x', 1010)}\"}}");

    public static async Task<int> RunAsync(string plain, string http2, string health)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(Port(plain), options => options.Protocols = HttpProtocols.Http1);
            kestrel.ListenLocalhost(Port(http2), options => options.Protocols = HttpProtocols.Http2);
            kestrel.ListenLocalhost(Port(health), options => options.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Run(async http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = Answer.Length;
            await http.Response.Body.WriteAsync(Answer, http.RequestAborted);
        });
        await app.RunAsync();
        return 0;
    }

    private static int Port(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
