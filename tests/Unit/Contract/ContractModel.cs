using Google.Api;
using Google.Protobuf.Reflection;

namespace Renovation.Tests.Unit.Contract;

/// <summary>Everything the protos declare, read from the descriptors.</summary>
internal static class ContractModel
{
    /// <summary>The files of the house, by package.</summary>
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(Renovation.Protos.Catalog.V1.Project).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal) && type.Namespace?.StartsWith("Renovation.Protos", StringComparison.Ordinal) == true)
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>All services.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } = [.. Files.SelectMany(file => file.Services)];

    /// <summary>All methods.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get; } = [.. Services.SelectMany(service => service.Methods)];

    /// <summary>The messages of the three `events.proto` files.</summary>
    public static IReadOnlyList<MessageDescriptor> Events { get; } =
        [.. Files.Where(file => file.Name.EndsWith("/events.proto", StringComparison.Ordinal)).SelectMany(file => file.MessageTypes)];

    /// <summary>Returns the REST rule of a method, null when it has none.</summary>
    public static HttpRule? RuleOf(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);

    /// <summary>Returns verb and path of a rule.</summary>
    public static (string Verb, string Path) RouteOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
        HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
        HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
        HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
        HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
        _ => ("", ""),
    };
}
