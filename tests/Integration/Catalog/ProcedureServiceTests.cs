using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Catalog;

[Collection(nameof(CatalogHosts))]
public sealed class ProcedureServiceTests(CatalogHosts hosts)
{
    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateProcedure_Obtained_NeedsItsDocument(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync();
        var name = $"{project.Name}/procedures/eia";

        var refusal = await Refusal.OfAsync(() => bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = new Procedure { Name = name, State = Procedure.Types.State.Obtained } }));
        var obtained = await bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest
        {
            Procedure = new Procedure { Name = name, State = Procedure.Types.State.Obtained, DocumentNumber = "样例环批复〔2016〕1号", Authority = "样例环保局", DocumentDate = "2016-05-01", Etag = project.Etag },
        });
        var read = await bureau.Procedures.GetProcedureAsync(new GetProcedureRequest { Name = name });
        var all = await bureau.Procedures.ListProceduresAsync(new ListProceduresRequest { Parent = project.Name });

        refusal.Fields.Select(field => field.Field).ShouldBe(["procedure.document_number", "procedure.authority", "procedure.document_date"]);
        read.ShouldBe(obtained);
        (obtained.Kind, obtained.State, obtained.Etag).ShouldBe((Procedure.Types.Kind.Eia, Procedure.Types.State.Obtained, "\"v2\""));
        all.Procedures.Select(procedure => procedure.Name[(project.Name.Length + 12)..]).ShouldBe(["filing", "eia", "land", "planning", "energy", "safety", "construction"]);
        all.Procedures[1].ShouldBe(obtained);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task UpdateProcedure_WrongNameMaskOrEtag_IsRefused(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync();
        var land = new Procedure { Name = $"{project.Name}/procedures/land", State = Procedure.Types.State.InProgress, Etag = "\"v9\"" };

        (await Refusal.OfAsync(() => bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = land }))).ShouldBe(StatusCode.Aborted, "STALE_ETAG");
        land.Etag = "";
        (await Refusal.OfAsync(() => bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = land, UpdateMask = new FieldMask { Paths = { "kind" } } })))
            .ShouldBe(StatusCode.InvalidArgument, "INVALID_UPDATE_MASK", "update_mask");
        (await Refusal.OfAsync(() => bureau.Procedures.GetProcedureAsync(new GetProcedureRequest { Name = $"{project.Name}/procedures/moon" }))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await Refusal.OfAsync(() => bureau.Procedures.GetProcedureAsync(new GetProcedureRequest { Name = project.Name }))).ShouldBe(StatusCode.InvalidArgument, "INVALID_NAME", "name");
        var masked = await bureau.Procedures.UpdateProcedureAsync(new UpdateProcedureRequest { Procedure = land, UpdateMask = new FieldMask { Paths = { "state" } } });
        masked.State.ShouldBe(Procedure.Types.State.InProgress);
    }
}
