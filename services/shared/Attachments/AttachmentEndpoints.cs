using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Renovation.Protos.Attachments.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Attachments;

/// <summary>
/// Brings files in and out over REST. The transcoding of gRPC takes no stream of messages and puts line breaks between those it gives, so these two paths are endpoints of their own;
/// who may call them is ruled by the same methods.
/// </summary>
public static class AttachmentEndpoints
{
    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: true));

    /// <summary>Maps <c>POST /v1/attachments/{module}:upload</c> and <c>GET /v1/attachments/{module}/{id}:download</c>.</summary>
    /// <param name="module">Name of the module.</param>
    /// <param name="service">Its attachment service, whose methods rule who may call.</param>
    public static WebApplication MapAttachments<TContext>(this WebApplication app, string module, Google.Protobuf.Reflection.ServiceDescriptor service)
        where TContext : JournaledDbContext
    {
        var (upload, download) = (AccessMatrix.PathOf(service.FindMethodByName("UploadAttachment")), AccessMatrix.PathOf(service.FindMethodByName("DownloadAttachment")));
        app.MapPost($"/v1/attachments/{module}:upload", http => UploadAsync<TContext>(http, upload));

        // Before the route that the transcoding makes of the same method.
        app.MapGet($"/v1/attachments/{module}/{{id}}:download", http => DownloadAsync<TContext>(http, download, $"attachments/{module}/{http.GetRouteValue("id")}")).WithOrder(-1);
        return app;
    }

    private static async Task UploadAsync<TContext>(HttpContext http, string method)
        where TContext : JournaledDbContext
    {
        await AdmitAsync(http, method, new UploadAttachmentRequest());
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = StagedFile.Largest + 1;
        var (fileName, sha256) = (http.Request.Query["fileName"].ToString(), http.Request.Query["sha256"].ToString());
        var room = http.RequestServices.GetRequiredService<AttachmentRoom<TContext>>();
        var attachment = await room.TakeAsync(fileName, sha256, AttachmentStreams.PiecesAsync(http.Request.Body, http.RequestAborted), http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(Formatter.Format(AttachmentMapping.ToProto(attachment)), http.RequestAborted);
    }

    private static async Task DownloadAsync<TContext>(HttpContext http, string method, string name)
        where TContext : JournaledDbContext
    {
        await AdmitAsync(http, method, new DownloadAttachmentRequest { Name = name });
        var room = http.RequestServices.GetRequiredService<AttachmentRoom<TContext>>();
        var attachment = await room.FindAsync(name, http.RequestAborted);
        var content = await room.OpenAsync(attachment, http.RequestAborted);

        // A file of somebody else: to be saved, never to be shown or run as a part of a site.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, no-cache";
        await Results.Stream(content, attachment.MediaType, attachment.FileName, entityTag: new EntityTagHeaderValue($"\"{attachment.Sha256}\""), enableRangeProcessing: content.CanSeek).ExecuteAsync(http);
    }

    private static Task AdmitAsync(HttpContext http, string method, IMessage request)
    {
        http.RequestServices.GetRequiredService<CallContext>().Begin(Languages.Parse(http.Request.Headers.AcceptLanguage));
        return http.RequestServices.GetRequiredService<Admittance>().AdmitAsync(http, method, request, http.RequestAborted);
    }
}
