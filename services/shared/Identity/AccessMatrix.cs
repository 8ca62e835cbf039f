using Google.Protobuf.Reflection;

namespace Renovation.Shared.Identity;

/// <summary>Who may call what: method × role → reach, one matrix a module. What is not granted is denied.</summary>
public sealed class AccessMatrix
{
    private readonly Dictionary<string, IReadOnlyDictionary<Role, Reach>> _rules = new(StringComparer.Ordinal);

    private AccessMatrix(string module) => Module = module;

    /// <summary>Name of the module, e.g. <c>catalog</c>.</summary>
    public string Module { get; }

    /// <summary>Rules by method, <c>/renovation.catalog.v1.ProjectService/GetProject</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<Role, Reach>> Rules => _rules;

    /// <summary>Begins the matrix of a module.</summary>
    public static AccessMatrix For(string module) => new(module);

    /// <summary>Adds the rules of one gRPC service.</summary>
    public AccessMatrix Service(ServiceDescriptor service, Action<ServiceRules> declare)
    {
        declare(new ServiceRules(this, service));
        return this;
    }

    /// <summary>Gives the reach of <paramref name="role"/> with <paramref name="method"/>; <see cref="Reach.None"/> for whatever has no rule.</summary>
    public Reach ReachOf(string method, Role role) =>
        _rules.TryGetValue(method, out var rule) && rule.TryGetValue(role, out var reach) ? reach : Reach.None;

    /// <summary>Names the methods of <paramref name="services"/> that have no rule.</summary>
    public IReadOnlyList<string> MissingRules(IEnumerable<ServiceDescriptor> services) =>
        [.. services.SelectMany(service => service.Methods).Select(PathOf).Where(method => !_rules.ContainsKey(method))];

    /// <summary>Gives the path by which gRPC calls a method.</summary>
    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    private void Add(MethodDescriptor method, IEnumerable<Grants> grants)
    {
        var rule = new Dictionary<Role, Reach>();
        foreach (var (role, reach) in grants.SelectMany(pairs => pairs))
            rule[role] = reach;
        if (!_rules.TryAdd(PathOf(method), rule))
            throw new ArgumentException($"{PathOf(method)} has a rule already.", nameof(method));
    }

    /// <summary>Takes the rules of one gRPC service.</summary>
    public sealed class ServiceRules
    {
        private readonly AccessMatrix _matrix;
        private readonly ServiceDescriptor _service;

        internal ServiceRules(AccessMatrix matrix, ServiceDescriptor service) => (_matrix, _service) = (matrix, service);

        /// <summary>Says who may call a method; without any grant nobody may.</summary>
        /// <exception cref="ArgumentException">The service has no such method, or it has a rule already.</exception>
        public ServiceRules Method(string name, params Grants[] grants)
        {
            var method = _service.FindMethodByName(name) ?? throw new ArgumentException($"{_service.FullName} has no method {name}.", nameof(name));
            _matrix.Add(method, grants);
            return this;
        }

        /// <summary>Says the same of several methods.</summary>
        /// <exception cref="ArgumentException">The service has no such method, or it has a rule already.</exception>
        public ServiceRules Methods(IEnumerable<string> names, params Grants[] grants)
        {
            foreach (var name in names)
                Method(name, grants);
            return this;
        }
    }
}
