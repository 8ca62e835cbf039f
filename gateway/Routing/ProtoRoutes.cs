using System.Globalization;
using System.Text;
using Google.Api;
using Google.Protobuf.Reflection;
using Renovation.Gateway.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace Renovation.Gateway.Routing;

/// <summary>The routes of the gateway, read from the contract: whatever the protos declare is routed to the service of its package.</summary>
internal static class ProtoRoutes
{
    private const string Prefix = "renovation.";

    /// <summary>Gives the methods of every service in <c>renovation.{cluster}.v…</c>.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get; } =
    [
        .. typeof(Protos.Catalog.V1.Project).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace?.StartsWith("Renovation.Protos", StringComparison.Ordinal) == true)
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .SelectMany(file => file.Services)
            .OrderBy(service => service.FullName, StringComparer.Ordinal)
            .SelectMany(service => service.Methods),
    ];

    /// <summary>The services that the contract knows: <c>catalog</c>, <c>progress</c>, <c>funding</c>.</summary>
    public static IReadOnlyList<string> Clusters { get; } = [.. Methods.Select(ClusterOf).Distinct(StringComparer.Ordinal)];

    /// <summary>Gives the cluster that serves a method: the second part of its package.</summary>
    public static string ClusterOf(MethodDescriptor method) => method.File.Package[Prefix.Length..].Split('.')[0];

    /// <summary>Builds the routes.</summary>
    /// <exception cref="InvalidOperationException">Two services claim the same path.</exception>
    public static IReadOnlyList<RouteConfig> Build(BodyLimits limits)
    {
        var grpc = Methods.Select(method => method.File).DistinctBy(file => file.Package, StringComparer.Ordinal).Select(file => Package(file, limits));
        var files = Methods.Where(method => LimitOf(method, limits) != limits.Request)
            .Select(method => Route($"grpc {method.FullName}", ClusterOf(method), $"/{method.Service.FullName}/{method.Name}", LimitOf(method, limits)));
        var rest = Methods
            .SelectMany(method => Bindings(method).Select(path => (Template: TemplateOf(path), Cluster: ClusterOf(method), Limit: LimitOf(method, limits))))
            .GroupBy(binding => binding.Template, StringComparer.Ordinal)
            .Select(same => Rest(same.Key, [.. same.Select(binding => binding.Cluster).Distinct(StringComparer.Ordinal)], same.Max(binding => binding.Limit)));
        return [.. grpc, .. files, .. rest];
    }

    /// <summary>Gives the REST paths of a method.</summary>
    public static IEnumerable<string> Bindings(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        return rule is null ? [] : new[] { rule }.Concat(rule.AdditionalBindings).Select(PathOf).Where(path => path.Length > 0);
    }

    /// <summary>Turns a path of the contract, <c>/v1/{name=plans/*}:issue</c>, into a route template, <c>/v1/plans/{v0}:issue</c>.</summary>
    public static string TemplateOf(string path)
    {
        var template = new StringBuilder();
        var variables = 0;
        for (var at = 0; at < path.Length; at++)
        {
            if (path[at] != '{')
            {
                template.Append(path[at]);
                continue;
            }

            var end = path.IndexOf('}', at);
            var variable = path[(at + 1)..end];
            var pattern = variable.Contains('=', StringComparison.Ordinal) ? variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..] : "*";
            template.AppendJoin('/', pattern.Split('/').Select(segment => segment switch
            {
                "*" => $"{{v{variables++}}}",
                "**" => $"{{**v{variables++}}}",
                _ => segment,
            }));
            at = end;
        }

        return template.ToString();
    }

    private static RouteConfig Package(FileDescriptor file, BodyLimits limits) =>
        Route($"grpc {file.Package}", file.Package[Prefix.Length..].Split('.')[0], $"/{file.Package}.{{service}}/{{method}}", limits.Request);

    private static RouteConfig Rest(string template, string[] clusters, long limit) => clusters.Length == 1
        ? Route($"rest {template}", clusters[0], template, limit)
        : throw new InvalidOperationException($"{template} belongs to {string.Join(" and ", clusters)}.");

    private static RouteConfig Route(string id, string cluster, string path, long limit) =>
        new() { RouteId = id, ClusterId = cluster, Match = new RouteMatch { Path = path }, Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [BodyLimit.Key] = limit.ToString(CultureInfo.InvariantCulture) } };

    private static long LimitOf(MethodDescriptor method, BodyLimits limits) => method.IsClientStreaming ? limits.Upload : IsImport(method) ? limits.Import : limits.Request;

    // A request that carries a file, itself or in its body.
    private static bool IsImport(MethodDescriptor method) =>
        method.InputType.FullName == HttpBody.Descriptor.FullName
        || method.InputType.Fields.InDeclarationOrder().Any(field => field.FieldType == FieldType.Message && field.MessageType.FullName == HttpBody.Descriptor.FullName);

    private static string PathOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => rule.Get,
        HttpRule.PatternOneofCase.Post => rule.Post,
        HttpRule.PatternOneofCase.Patch => rule.Patch,
        HttpRule.PatternOneofCase.Put => rule.Put,
        HttpRule.PatternOneofCase.Delete => rule.Delete,
        HttpRule.PatternOneofCase.Custom => rule.Custom.Path,
        _ => "",
    };
}
