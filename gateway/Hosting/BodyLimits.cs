namespace Renovation.Gateway.Hosting;

/// <summary>How large requests may be, in bytes.</summary>
/// <param name="Import">A request that carries a file: <c>Gateway:MaxImportBytes</c>, default 24 MiB, a workbook of 20 MiB and what surrounds it.</param>
/// <param name="Request">Any other: <c>Gateway:MaxRequestBytes</c>, default 1 MiB.</param>
/// <param name="Upload">A stream that brings an attachment: <c>Gateway:MaxUploadBytes</c>, default 52 MiB, an attachment of 50 MiB and what surrounds it.</param>
internal sealed record BodyLimits(long Import, long Request, long Upload)
{
    private const long MiB = 1024 * 1024;

    public static BodyLimits Read(IConfiguration configuration) => new(
        configuration.GetValue("Gateway:MaxImportBytes", 24 * MiB),
        configuration.GetValue("Gateway:MaxRequestBytes", MiB),
        configuration.GetValue("Gateway:MaxUploadBytes", 52 * MiB));
}
