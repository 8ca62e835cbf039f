using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Shared.Errors;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Idempotency;

/// <summary>
/// Answers a repeated call (same caller, same request id, same request) with the first answer. Change and answer are committed together; a call that fails
/// leaves nothing behind, so that it can be tried again.
/// </summary>
internal sealed class IdempotencyInterceptor(ModuleRegistry modules, TimeProvider time) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (RequestIds.Read((IMessage)(object)request) is not { } requestId)
            return await continuation(request, context);
        var services = context.GetHttpContext().RequestServices;
        var db = (JournaledDbContext)services.GetRequiredService(modules.Of(context.Method).DbContext);
        var record = new RequestRecord
        {
            Id = $"{services.GetRequiredService<CallContext>().Caller.Subject}:{requestId:D}",
            Method = context.Method,
            RequestHash = RequestIds.HashOf((IMessage)(object)request),
            Response = [],
            Time = time.GetUtcNow().UtcDateTime,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        if (!await RequestStore.TakeAsync(db, record, context.CancellationToken))
            return Replay<TResponse>(await RequestStore.ReadAsync(db, record.Id, context.CancellationToken), record);
        var response = await continuation(request, context);
        await RequestStore.AnswerAsync(db, record.Id, ((IMessage)(object)response).ToByteArray(), context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        return response;
    }

    private static TResponse Replay<TResponse>(RequestRecord first, RequestRecord again)
    {
        if (first.Method != again.Method || !CryptographicOperations.FixedTimeEquals(first.RequestHash, again.RequestHash))
            throw DomainException.Invalid("request_id", "REQUEST_ID_REUSED", new("该 request_id 已用于另一请求。", "The request_id was used for another request."));
        var response = Activator.CreateInstance<TResponse>();
        ((IMessage)(object)response!).MergeFrom(first.Response);
        return response;
    }
}
