using System.Net;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Renovation.ProjectCatalog.Storage;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Attachments;
using Renovation.Shared.Identity;
using Renovation.Tests.Integration.Fixtures;
using Renovation.Tests.Integration.Storage;
using Shouldly;
using Xunit;
using static Renovation.Tests.Integration.Fixtures.Eventually;

namespace Renovation.Tests.Integration.Catalog;

/// <summary>Files that hang on procedures: in, attached, out, and gone when nobody wanted them.</summary>
[Collection(nameof(CatalogHosts))]
public sealed class AttachmentTests(CatalogHosts hosts)
{
    private const string Own = "610113";
    private const string Foreign = "6101Z2";
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task File_UploadedAndAttached_ComesBackWholeOverBothTransports(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var name = $"{(await bureau.NewProjectAsync()).Name}/procedures/eia";
        var content = Pdf(3 * 1024 * 1024);

        var first = await UploadAsync(bureau.Caller, "环评批复.pdf", content);
        var again = await UploadAsync(bureau.Caller, "环评批复.pdf", content);
        var attached = await AttachAsync(bureau, name, first.Name, first.Name);
        var got = await bureau.Attachments.GetAttachmentAsync(new GetAttachmentRequest { Name = first.Name });
        var listed = await bureau.Attachments.ListAttachmentsAsync(new ListAttachmentsRequest { Parent = name[..name.IndexOf("/procedures", StringComparison.Ordinal)] });
        var (described, downloaded) = await DownloadAsync(bureau.Caller, first.Name);
        using var rest = hosts.On(provider).Rest(hosts.On(provider).Authority.TokenFor(Role.Planner, Bureau.Unit));
        using var answer = await rest.GetAsync($"/v1/{first.Name}:download", Stop);

        again.Name.ShouldBe(first.Name, "the same upload, repeated");
        attached.Attachments.ShouldBe([first.Name]);
        (got.Parent, got.MediaType, got.SizeBytes, got.Sha256).ShouldBe((name, "application/pdf", content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        listed.Attachments.ShouldBe([got]);
        described.ShouldBe(got);
        downloaded.ShouldBe(content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(content);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("环评批复.pdf");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task File_UploadedOverRest_IsTheSame(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        using var rest = hosts.On(provider).Rest(hosts.On(provider).Authority.TokenFor(Role.Planner, Bureau.Unit));
        var content = Pdf(300_000);

        using var answer = await rest.PostAsync($"/v1/attachments/catalog:upload?fileName={Uri.EscapeDataString("照片.jpg")}", new ByteArrayContent(content), Stop);
        var uploaded = JsonParser.Default.Parse<Attachment>(await answer.Content.ReadAsStringAsync(Stop));
        using var refused = await rest.PostAsync("/v1/attachments/catalog:upload?fileName=a.pdf", new ByteArrayContent("<html>"u8.ToArray()), Stop);
        using var unknown = await rest.GetAsync($"/v1/attachments/catalog/{Guid.CreateVersion7()}:download", Stop);
        using var nobody = hosts.On(provider).Rest(null);
        using var unauthenticated = await nobody.GetAsync($"/v1/{uploaded.Name}:download", Stop);
        using var auditor = hosts.On(provider).Rest(hosts.On(provider).Authority.TokenFor(Role.Auditor, Bureau.Unit));
        using var denied = await auditor.PostAsync("/v1/attachments/catalog:upload?fileName=a.pdf", new ByteArrayContent(content), Stop);

        (await bureau.Attachments.GetAttachmentAsync(new GetAttachmentRequest { Name = uploaded.Name })).ShouldBe(uploaded);
        (uploaded.FileName, uploaded.MediaType).ShouldBe(("照片.jpg.pdf", "application/pdf"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("UNSUPPORTED_KIND");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        unauthenticated.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        denied.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task File_ThatIsNoneOrNotWhatItSays_IsRefusedAndLeavesNothing(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var before = await RowsAsync(host);

        (await RefusedAsync(() => UploadAsync(bureau.Caller, "网页.pdf", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>")))).ShouldBe(StatusCode.InvalidArgument, "UNSUPPORTED_KIND", "data");
        (await RefusedAsync(() => UploadAsync(bureau.Caller, "空.pdf", []))).ShouldBe(StatusCode.InvalidArgument, "EMPTY_FILE", "data");
        (await RefusedAsync(() => UploadAsync(bureau.Caller, "大.pdf", Pdf(50 * 1024 * 1024 + 1)))).ShouldBe(StatusCode.InvalidArgument, "FILE_TOO_LARGE");
        (await RefusedAsync(() => UploadAsync(bureau.Caller, "错.pdf", Pdf(100), new string('0', 64)))).ShouldBe(StatusCode.InvalidArgument, "HASH_MISMATCH", "sha256");
        foreach (var name in new[] { "", "../../etc/passwd", "a\\b.pdf", "a\nb.pdf", new string('长', 201) })
            (await RefusedAsync(() => UploadAsync(bureau.Caller, name, Pdf(100)))).ShouldBe(StatusCode.InvalidArgument, "FILE_NAME", "file_name");
        (await RefusedAsync(() => StreamAsync(bureau.Caller, [new UploadAttachmentRequest { Data = ByteString.CopyFrom(Pdf(100)) }]))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "header");
        (await RefusedAsync(() => StreamAsync(bureau.Caller, []))).ShouldBe(StatusCode.InvalidArgument, "REQUIRED", "header");

        (await RowsAsync(host)).ShouldBe(before);
        Directory.EnumerateFiles(StoreOf(host).Staging).ShouldBeEmpty();
        (await UploadAsync(bureau.Caller, "足.pdf", Pdf(50 * 1024 * 1024))).SizeBytes.ShouldBe(50 * 1024 * 1024);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task File_IsReadByWhoReadsWhatItHangsOn(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var project = await bureau.NewProjectAsync(Own);
        var (own, foreign) = (host.As(Role.Reporter, Own, "reporter-own"), host.As(Role.Reporter, Foreign, "reporter-foreign"));
        var file = await UploadAsync(own, "用地批复.pdf", Pdf(1000));

        (await RefusedAsync(() => DownloadAsync(bureau.Caller, file.Name))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusedAsync(() => DownloadAsync(foreign, file.Name))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        (await RefusedAsync(() => AttachAsync(bureau, $"{project.Name}/procedures/land", file.Name))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_ATTACHMENT", "procedure.attachments[0]");
        await new ProcedureService.ProcedureServiceClient(own).UpdateProcedureAsync(Attaching($"{project.Name}/procedures/land", file.Name));

        (await DownloadAsync(bureau.Caller, file.Name)).Content.ShouldBe(Pdf(1000));
        (await DownloadAsync(own, file.Name)).Content.ShouldBe(Pdf(1000));
        (await DownloadAsync(host.As(Role.Enterprise, enterprise: project.Enterprise), file.Name)).Content.ShouldBe(Pdf(1000));
        (await RefusedAsync(() => DownloadAsync(foreign, file.Name))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
        (await RefusedAsync(() => DownloadAsync(host.As(Role.Enterprise, enterprise: CatalogHosts.NewUscc()), file.Name))).ShouldBe(StatusCode.PermissionDenied, "FOREIGN_UNIT");
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task File_HangsOnOneThingForGood(string provider)
    {
        var bureau = new Bureau(hosts.On(provider));
        var project = await bureau.NewProjectAsync();
        var (land, eia) = ($"{project.Name}/procedures/land", $"{project.Name}/procedures/eia");
        var file = await UploadAsync(bureau.Caller, "批复.pdf", Pdf(1001));
        await AttachAsync(bureau, land, file.Name);

        (await RefusedAsync(() => AttachAsync(bureau, eia, file.Name))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_ATTACHMENT", "procedure.attachments[0]");
        (await RefusedAsync(() => AttachAsync(bureau, eia, [.. Enumerable.Range(0, 21).Select(_ => $"attachments/catalog/{Guid.CreateVersion7()}")]))).ShouldBe(StatusCode.InvalidArgument, "TOO_MANY", "procedure.attachments");
        (await RefusedAsync(() => AttachAsync(bureau, eia, "attachments/funding/x"))).ShouldBe(StatusCode.InvalidArgument, "UNKNOWN_ATTACHMENT", "procedure.attachments[0]");
        (await AttachAsync(bureau, land)).Attachments.ShouldBeEmpty();
        (await DownloadAsync(bureau.Caller, file.Name)).Attachment.Parent.ShouldBe(land, "what was a proof stays readable");
        (await AttachAsync(bureau, land, file.Name)).Attachments.ShouldBe([file.Name]);
        (await EventuallyAsync(
            async () => (await bureau.Projects.ListProjectHistoryAsync(new ListProjectHistoryRequest { Name = project.Name })).Changes.Count(change => change.Kind == "PROCEDURE_UPDATED"),
            changes => changes == 3)).ShouldBe(3);
    }

    [Theory, MemberData(nameof(CatalogHosts.Providers), MemberType = typeof(CatalogHosts))]
    public async Task Sweep_TakesWhatWasNeverAttached_AndNothingElse(string provider)
    {
        var host = hosts.On(provider);
        var bureau = new Bureau(host);
        var (shared, lonely, fresh) = (Pdf(2000), Pdf(2001), Pdf(2002));
        var kept = await UploadAsync(bureau.Caller, "有用.pdf", shared);
        await AttachAsync(bureau, $"{(await bureau.NewProjectAsync()).Name}/procedures/safety", kept.Name);
        var twin = await UploadAsync(bureau.Caller, "无用.pdf", shared);
        var unused = await UploadAsync(bureau.Caller, "无用.pdf", lonely);
        var recent = await UploadAsync(bureau.Caller, "刚传.pdf", fresh);
        var orphan = Convert.ToHexStringLower(SHA256.HashData(Pdf(2003)));
        var store = StoreOf(host);
        await File.WriteAllBytesAsync(Path.Combine(store.Staging, "orphan.tmp"), Pdf(2003), Stop);
        await store.PutAsync(orphan, Path.Combine(store.Staging, "orphan.tmp"), Stop);
        await File.WriteAllBytesAsync(Path.Combine(store.Staging, "killed.part"), Pdf(2004), Stop);
        await AgeAsync(host, recent.Name, recent.Sha256);

        await host.Services.GetRequiredService<AttachmentSweeper<CatalogDbContext>>().SweepAsync(Stop);

        (await DownloadAsync(bureau.Caller, kept.Name)).Content.ShouldBe(shared);
        (await DownloadAsync(bureau.Caller, recent.Name)).Content.ShouldBe(fresh);
        foreach (var gone in new[] { twin, unused })
            (await RefusedAsync(() => DownloadAsync(bureau.Caller, gone.Name))).ShouldBe(StatusCode.NotFound, "NOT_FOUND");
        foreach (var gone in new[] { unused.Sha256, orphan })
            (await store.OpenAsync(gone, Stop)).ShouldBeNull();
        Directory.EnumerateFiles(store.Staging).ShouldBeEmpty();
        ((await UploadAsync(bureau.Caller, "无用.pdf", lonely)).Name == unused.Name).ShouldBeFalse();
    }

    [Fact]
    public async Task Store_OnS3_KeepsAndGives_AndSaysSoWhenItIsAway()
    {
        await using var host = await OnS3Async(BlobStoreTests.S3Address);
        var bureau = new Bureau(host);
        var content = Pdf(6 * 1024 * 1024);
        var file = await UploadAsync(bureau.Caller, "批复.pdf", content);
        await AttachAsync(bureau, $"{(await bureau.NewProjectAsync()).Name}/procedures/eia", file.Name);
        (await DownloadAsync(bureau.Caller, file.Name)).Content.ShouldBe(content);

        await using var cut = await OnS3Async("http://127.0.0.1:9");
        (await RefusedAsync(() => UploadAsync(new Bureau(cut).Caller, "批复.pdf", content))).ShouldBe(StatusCode.Unavailable, "ATTACHMENTS_UNAVAILABLE");
        (await RowsAsync(cut)).ShouldBe(0);
    }

    private static Task<ModuleHost> OnS3Async(string address) => CatalogHosts.StartAsync(ModuleHost.Postgres, builder => builder.Configuration.AddInMemoryCollection(BlobStoreTests.S3Settings(address)));

    private static IBlobStore StoreOf(ModuleHost host) => host.Services.GetRequiredService<ModuleBlobs<CatalogDbContext>>().Store;

    private static async Task<int> RowsAsync(ModuleHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CatalogDbContext>().Set<StoredAttachment>().CountAsync(Stop);
    }

    // Everything is two days older, but for one.
    private static async Task AgeAsync(ModuleHost host, string recent, string recentHash)
    {
        var then = DateTime.UtcNow - TwoDays;
        await using var scope = host.Services.CreateAsyncScope();
        var id = recent[(recent.LastIndexOf('/') + 1)..];
        await scope.ServiceProvider.GetRequiredService<CatalogDbContext>().Set<StoredAttachment>().Where(row => row.Id != id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CreateTime, then), Stop);
        foreach (var file in new DirectoryInfo(Path.GetDirectoryName(StoreOf(host).Staging)!).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => !recentHash.EndsWith(file.Name, StringComparison.Ordinal)))
            file.LastWriteTimeUtc = then;
    }

    private static async Task<Refusal> RefusedAsync<T>(Func<Task<T>> call) => Refusal.Of(await Should.ThrowAsync<RpcException>(call));

    private static UpdateProcedureRequest Attaching(string procedure, params string[] attachments) =>
        new() { Procedure = new Procedure { Name = procedure, Attachments = { attachments } }, UpdateMask = new FieldMask { Paths = { "attachments" } } };

    private static async Task<Procedure> AttachAsync(Bureau bureau, string procedure, params string[] attachments) => await bureau.Procedures.UpdateProcedureAsync(Attaching(procedure, attachments));

    private static Task<Attachment> UploadAsync(CallInvoker caller, string fileName, byte[] content, string sha256 = "") => StreamAsync(
        caller,
        [
            new UploadAttachmentRequest { Header = new UploadAttachmentRequest.Types.Header { FileName = fileName, Sha256 = sha256 } },
            .. content.Chunk(1_000_000).Select(piece => new UploadAttachmentRequest { Data = ByteString.CopyFrom(piece) }),
        ]);

    private static async Task<Attachment> StreamAsync(CallInvoker caller, IReadOnlyList<UploadAttachmentRequest> messages)
    {
        using var call = new AttachmentService.AttachmentServiceClient(caller).UploadAttachment(cancellationToken: Stop);
        try
        {
            foreach (var message in messages)
                await call.RequestStream.WriteAsync(message, Stop);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // Refused before the end: the answer says why.
        }

        return await call.ResponseAsync;
    }

    private static async Task<(Attachment Attachment, byte[] Content)> DownloadAsync(CallInvoker caller, string name)
    {
        using var call = new AttachmentService.AttachmentServiceClient(caller).DownloadAttachment(new DownloadAttachmentRequest { Name = name }, cancellationToken: Stop);
        Attachment? attachment = null;
        using var content = new MemoryStream();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Stop))
        {
            attachment ??= message.Attachment;
            message.Data.WriteTo(content);
        }

        return (attachment!, content.ToArray());
    }

    // Another content for every size.
    private static byte[] Pdf(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        "%PDF-1.7\n"u8.CopyTo(content);
        return content;
    }
}
