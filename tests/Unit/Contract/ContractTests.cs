using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Unit.Contract;

public sealed partial class ContractTests
{
    private static readonly Dictionary<int, (string Name, FieldType Type)> Envelope = new()
    {
        [1] = ("event_id", FieldType.String),
        [2] = ("event_time", FieldType.Message),
        [3] = ("actor", FieldType.String),
        [4] = ("resource", FieldType.String),
        [5] = ("version", FieldType.Int64),
        [6] = ("kind", FieldType.String),
        [7] = ("reason", FieldType.String),
        [10] = ("", FieldType.Message),
    };

    [Fact]
    public void Contract_Packages_AreTheThreeServicesAndWhatTheyShare() =>
        ContractModel.Files.Select(file => file.Package).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ShouldBe(["renovation.attachments.v1", "renovation.catalog.v1", "renovation.funding.v1", "renovation.journal.v1", "renovation.progress.v1", "renovation.workbooks.v1"]);

    [Fact]
    public void Method_Every_HasOneRestPath()
    {
        var routes = ContractModel.Methods.Select(method => (method.FullName, Rule: ContractModel.RuleOf(method))).ToList();
        routes.Where(route => route.Rule is null || ContractModel.RouteOf(route.Rule).Path.Length == 0).Select(route => route.FullName).ShouldBeEmpty();
        routes.Select(route => Shape(ContractModel.RouteOf(route.Rule!))).GroupBy(shape => shape, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty("two methods share a path");
    }

    [Fact]
    public void Method_RestPath_BindsFieldsThatExist()
    {
        var unbound = from method in ContractModel.Methods
                      let path = ContractModel.RouteOf(ContractModel.RuleOf(method)!).Path
                      from Match match in Variables().Matches(path)
                      let field = match.Groups["field"].Value
                      where !Resolves(method.InputType, field)
                      select $"{method.FullName}: {field}";
        unbound.ShouldBeEmpty();
    }

    [Fact]
    public void Method_BodyField_Exists()
    {
        var wrong = from method in ContractModel.Methods
                    let body = ContractModel.RuleOf(method)!.Body
                    where body is not ("" or "*") && method.InputType.FindFieldByName(body) is null
                    select $"{method.FullName}: {body}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Method_ThatWrites_TakesARequestId()
    {
        // The journal redrive is idempotent by its own key, an upload by its content; a preview writes nothing.
        var without = from method in ContractModel.Methods
                      where ContractModel.RouteOf(ContractModel.RuleOf(method)!).Verb != "GET"
                      where method.Name is not "UploadAttachment" && !method.Name.StartsWith("Redrive", StringComparison.Ordinal) && !method.Name.StartsWith("Preview", StringComparison.Ordinal)
                      where method.InputType.FindFieldByName("request_id") is not { FieldType: FieldType.String }
                      select method.FullName;
        without.ShouldBeEmpty();
    }

    [Fact]
    public void Method_ThatLists_Pages()
    {
        // A project has seven procedures with at most 20 attachments each: they come without pages. The change feed has a cursor.
        var without = from method in ContractModel.Methods
                      where method.Name.StartsWith("List", StringComparison.Ordinal)
                      where method.Name is not ("ListProcedures" or "ListAttachments" or "ListChanges")
                      where method.InputType.FindFieldByName("page_token") is null || method.InputType.FindFieldByName("page_size") is null
                          || method.OutputType.FindFieldByName("next_page_token") is null
                      select method.FullName;
        without.ShouldBeEmpty();
    }

    [Fact]
    public void Event_Every_HasTheEnvelopeThatTheRelayFills()
    {
        ContractModel.Events.Count.ShouldBeGreaterThan(10);
        foreach (var message in ContractModel.Events)
        {
            foreach (var (number, (name, type)) in Envelope)
            {
                var field = message.FindFieldByNumber(number).ShouldNotBeNull($"{message.FullName} has no field {number}");
                field.FieldType.ShouldBe(type, $"{message.FullName}.{field.Name}");
                if (name.Length > 0)
                    field.Name.ShouldBe(name, message.FullName);
            }
        }
    }

    [Fact]
    public void Resource_Every_CarriesTimesAndEtag()
    {
        // Parts of a resource carry its etag; what no caller can write again, an attachment or an operation, needs none; an overview is a view of others.
        var wrong = from message in ContractModel.Files.SelectMany(file => file.MessageTypes)
                    let name = message.FindFieldByName("name")
                    where name?.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior).Contains(FieldBehavior.Identifier) == true
                    where message.Name is not ("Procedure" or "PlanRevision" or "ReturnLine" or "Attachment" or "Operation" or "Overview")
                    where message.FindFieldByName("etag") is null || message.FindFieldByName("create_time") is null || message.FindFieldByName("update_time") is null
                    select message.FullName;
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Amount_Every_IsAWholeNumberOfYuan()
    {
        var wrong = from message in ContractModel.Files.SelectMany(file => file.MessageTypes)
                    from field in message.Fields.InDeclarationOrder()
                    where field.FieldType is FieldType.Double or FieldType.Float
                        || (field.Name.EndsWith("_yuan", StringComparison.Ordinal) && field.FieldType != FieldType.Int64)
                        || (field.Name.EndsWith("_bp", StringComparison.Ordinal) && field.FieldType != FieldType.Int32)
                    select $"{message.FullName}.{field.Name}";
        wrong.ShouldBeEmpty();
    }

    private static bool Resolves(MessageDescriptor message, string path)
    {
        var parts = path.Split('.');
        for (var index = 0; index < parts.Length; index++)
        {
            var field = message.FindFieldByName(parts[index]);
            if (field is null)
                return false;
            if (index == parts.Length - 1)
                return field.FieldType == FieldType.String;
            message = field.MessageType;
        }

        return false;
    }

    // Two paths collide when they only differ in the names of their variables.
    private static string Shape((string Verb, string Path) route) => $"{route.Verb} {VariableNames().Replace(route.Path, "{")}";

    [GeneratedRegex(@"\{([a-z_.]+)=", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VariableNames();

    [GeneratedRegex(@"\{(?<field>[a-z_.]+)[=}]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Variables();
}
