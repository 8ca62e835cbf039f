using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Renovation.Shared.Workbooks.Writing;

namespace Renovation.Shared.Contract;

/// <summary>Answers with files.</summary>
public static class Downloads
{
    /// <summary>Answers with a workbook; over REST the browser saves it under its name.</summary>
    /// <param name="name">Name of the file without its ending.</param>
    public static HttpBody Workbook(ServerCallContext context, string name, byte[] file)
    {
        context.GetHttpContext().Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString($"{name}.xlsx")}";
        return new HttpBody { ContentType = WorkbookWriter.MediaType, Data = UnsafeByteOperations.UnsafeWrap(file) };
    }
}
