using Grpc.Core;

namespace Renovation.Shared.Hosting;

/// <summary>A service of the suite as a part of a process.</summary>
/// <param name="Name">Short name, e.g. <c>catalog</c>: prefix of settings, database and queues.</param>
/// <param name="ProtoPackage">Package of its gRPC services, e.g. <c>renovation.catalog.v1</c>.</param>
/// <param name="DbContext">Type of its database context.</param>
/// <param name="AccessPolicy">Type of its access policy.</param>
public sealed record Module(string Name, string ProtoPackage, Type DbContext, Type AccessPolicy);

/// <summary>The modules of this process.</summary>
public sealed class ModuleRegistry
{
    private readonly List<Module> _modules = [];

    /// <summary>The modules, in order of registration.</summary>
    public IReadOnlyList<Module> Modules => _modules;

    /// <summary>Finds the module that serves a method, <c>/renovation.catalog.v1.ProjectService/GetProject</c>.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED: none does.</exception>
    public Module Of(string method) =>
        _modules.Find(module => method.StartsWith("/" + module.ProtoPackage + ".", StringComparison.Ordinal))
        ?? throw new RpcException(new Status(StatusCode.Unimplemented, $"No module serves {method}."));

    internal void Add(Module module) => _modules.Add(module);
}
