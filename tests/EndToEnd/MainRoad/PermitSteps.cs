using Google.Protobuf.WellKnownTypes;
using Renovation.Protos.Attachments.V1;
using Renovation.Protos.Catalog.V1;
using Renovation.Tests.EndToEnd.Calls;
using Shouldly;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>A permit with the file that proves it.</summary>
internal static class PermitSteps
{
    // More than any other request of the suite may carry.
    private const int Size = 40 * 1024 * 1024;

    public static async Task ProveAsync(Suite suite, string project)
    {
        var content = new byte[Size];
        new Random(1).NextBytes(content);
        "%PDF-1.7"u8.CopyTo(content);
        var file = await suite.UploadAsync("planner", "样例批复.pdf", content);
        await suite.CallAsync<Procedure>("planner", new UpdateProcedureRequest
        {
            Procedure = new Procedure { Name = $"projects/{project}/procedures/energy", Attachments = { file.Name } },
            UpdateMask = FieldMask.FromString("attachments"),
        });
        (await suite.CallAsync<ListAttachmentsResponse>("auditor", new ListAttachmentsRequest { Parent = $"projects/{project}" })).Attachments.ShouldHaveSingleItem().FileName.ShouldBe("样例批复.pdf");
        (await suite.DownloadAsync("auditor", file.Name)).ShouldBe(content);
    }
}
