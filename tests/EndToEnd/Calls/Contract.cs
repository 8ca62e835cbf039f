using Google.Protobuf.Reflection;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;

namespace Renovation.Tests.EndToEnd.Calls;

/// <summary>The methods of the suite, found by the request they take.</summary>
internal static class Contract
{
    private static readonly ILookup<string, MethodDescriptor> Methods = new[]
        {
            UnitsReflection.Descriptor, EnterprisesReflection.Descriptor, ProjectsReflection.Descriptor, ProceduresReflection.Descriptor, PlansReflection.Descriptor, Protos.Catalog.V1.AttachmentServiceReflection.Descriptor, OperationsReflection.Descriptor,
            PeriodsReflection.Descriptor, ReturnsReflection.Descriptor, OverviewsReflection.Descriptor, ProblemsReflection.Descriptor, TargetsReflection.Descriptor, VisitsReflection.Descriptor, ProgramsReflection.Descriptor, ApplicationsReflection.Descriptor, AwardsReflection.Descriptor, LedgerReflection.Descriptor,
            HoldingsReflection.Descriptor, RecommendationsReflection.Descriptor, SupportsReflection.Descriptor,
            Protos.Catalog.V1.JournalServiceReflection.Descriptor, Protos.Progress.V1.JournalServiceReflection.Descriptor, Protos.Funding.V1.JournalServiceReflection.Descriptor,
        }
        .SelectMany(file => file.Services).SelectMany(service => service.Methods).ToLookup(method => method.InputType.FullName, StringComparer.Ordinal);

    /// <summary>Finds the method that takes a request; the package decides between those that several services have.</summary>
    public static MethodDescriptor MethodOf(MessageDescriptor request, string package = "") =>
        Methods[request.FullName].Single(method => package.Length == 0 || method.File.Package == package);
}
