using Renovation.Tests.Benchmarks;

return args switch
{
    ["seed", var address, var clients, var projects] => await Seed.RunAsync(new Uri(address), clients, Number(projects)),
    ["token", var address, var clients] => await Seed.TokenAsync(new Uri(address), clients),
    ["night", var address, var clients, var units, var seconds, var readers] => await NightAsync(new Uri(address), clients, Number(units), Number(seconds), Number(readers)),
    ["lines", var service, var token, var file, var callers] => await Lines.RunAsync(new Uri(service), token, file, Number(callers)),
    ["sessions", var address, var people, var count, var seconds, var process] => await new Sessions(new Uri(address), people, Number(count), TimeSpan.FromSeconds(Number(seconds)), Number(process)).RunAsync(),
    ["backend", var plain, var http2, var health] => await Backend.RunAsync(plain, http2, health),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

static async Task<int> NightAsync(Uri address, string clients, int units, int seconds, int readers)
{
    using var night = new Night(address, clients, units, TimeSpan.FromSeconds(seconds), readers);
    return await night.RunAsync();
}

static int Usage()
{
    Console.Error.WriteLine("seed ADDRESS CLIENTS PROJECTS | token ADDRESS CLIENTS | night ADDRESS CLIENTS UNITS SECONDS READERS | lines SERVICE TOKEN FILE CALLERS | sessions ADDRESS PEOPLE COUNT SECONDS PROCESS | backend HTTP1 HTTP2 HEALTH; the scripts in tests/Benchmarks call them.");
    return 2;
}
