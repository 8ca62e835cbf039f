using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Renovation.Shared.Documents;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.Shared.Contract;

/// <summary>Answers with files.</summary>
public static class Downloads
{
    /// <summary>Answers with a workbook; over REST the browser saves it under its name.</summary>
    /// <param name="name">Name of the file without its ending.</param>
    public static HttpBody Workbook(ServerCallContext context, string name, byte[] file) => File(context, $"{name}.xlsx", WorkbookWriter.MediaType, file);

    /// <summary>Answers with a letter (docx).</summary>
    /// <param name="name">Name of the file without its ending.</param>
    public static HttpBody Letter(ServerCallContext context, string name, byte[] file) => File(context, $"{name}.docx", LetterWriter.MediaType, file);

    private static HttpBody File(ServerCallContext context, string name, string mediaType, byte[] file)
    {
        context.GetHttpContext().Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
        return new HttpBody { ContentType = mediaType, Data = UnsafeByteOperations.UnsafeWrap(file) };
    }
}
