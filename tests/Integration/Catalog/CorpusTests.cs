using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.Files;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Files as people send them: each gives all of its rows or a precise list of what is wrong.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class CorpusTests(CatalogHosts hosts)
{
    public static TheoryData<string> Names => [.. Corpus.Files.Select(file => file.Name)];

    [Fact]
    public void Corpus_HasItsFiles()
    {
        Corpus.Files.Count.ShouldBeGreaterThanOrEqualTo(30);
        Corpus.Files.Select(file => file.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(Corpus.Files.Count);
        Corpus.Files.ShouldAllBe(file => (file.Rows > 0) != (file.Errors.Length > 0));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Import_AwkwardFile_GivesAllRowsOrEveryError(string name)
    {
        var file = Corpus.Files.Single(one => one.Name == name);
        var bureau = new Bureau(hosts.On("sqlite"));
        var request = new ImportProjectsRequest { File = SampleBook.Body(file.Content), ValidateOnly = true };
        if (file.Errors.Length == 0)
        {
            var outcome = await bureau.Projects.ImportProjectsAsync(request);
            (outcome.RowCount, outcome.Preview.RowCount).ShouldBe((file.Rows, file.Rows));
            return;
        }

        var refusal = await Refusal.OfAsync(() => bureau.Projects.ImportProjectsAsync(request));
        refusal.Code.ShouldBe(StatusCode.InvalidArgument);
        refusal.Fields.Select(field => $"{field.Field} {field.Reason}").ShouldBe(file.Errors, ignoreOrder: true);
    }
}
