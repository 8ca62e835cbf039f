using System.CommandLine;
using System.Globalization;

namespace Renovation.Standalone;

/// <summary>The command line of the standalone shape.</summary>
internal static class StandaloneCommand
{
    public static RootCommand Create()
    {
        var port = Port("--port", 8080, "Port of REST, sign-in and health.");
        var grpcPort = Port("--grpc-port", 8081, "Port of gRPC (HTTP/2 without TLS).");
        var data = new Option<string>("--data") { Description = "Data folder; made when missing.", DefaultValueFactory = _ => "data" };
        var demo = new Option<bool>("--demo") { Description = "Loads sample data (样例) and writes demo-clients.json into the data folder." };
        var clock = new Option<DateTimeOffset?>("--clock")
        {
            Description = "Start of the business clock, e.g. 2017-05-19T09:00:00+08:00; only with --demo. It moves on from there.",
            CustomParser = result => ReadInstant(result.Tokens[0].Value, result.AddError),
        };
        var command = new RootCommand("Starts the whole suite in one process: gateway and three services, SQLite in the data folder.") { port, grpcPort, data, demo, clock };
        command.Validators.Add(result =>
        {
            if (result.GetResult(clock) is not null && result.GetResult(demo) is null)
                result.AddError("--clock needs --demo: without it the business clock is the real one.");
        });
        command.SetAction((parsed, _) => StandaloneHost.RunAsync(new StandaloneOptions(
            parsed.GetValue(port), parsed.GetValue(grpcPort), Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(demo), parsed.GetValue(clock))));
        return command;
    }

    private static Option<int> Port(string name, int fallback, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535))
                result.AddError($"{name} is a port from 1 to 65535, not {result.Tokens[0].Value}.");
        });
        return option;
    }

    private static DateTimeOffset? ReadInstant(string text, Action<string> refuse)
    {
        // An instant without an offset would mean another time on every machine.
        string[] formats = ["yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:ssZ"];
        if (DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant;
        refuse($"--clock is an instant with its offset, e.g. 2017-05-19T09:00:00+08:00, not {text}.");
        return null;
    }
}
