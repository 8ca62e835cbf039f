using Renovation.Tests.Benchmarks;

return args switch
{
    ["seed", var address, var clients, var projects] => await Seed.RunAsync(new Uri(address), clients, int.Parse(projects, System.Globalization.CultureInfo.InvariantCulture)),
    ["token", var address, var clients] => await Seed.TokenAsync(new Uri(address), clients),
    ["backend", var plain, var http2, var health] => await Backend.RunAsync(plain, http2, health),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("seed ADDRESS CLIENTS PROJECTS | token ADDRESS CLIENTS | backend HTTP1 HTTP2 HEALTH; tests/Benchmarks/run calls both.");
    return 2;
}
