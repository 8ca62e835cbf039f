using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
        var http = context.GetHttpContext();
        if (http.GetEndpoint()?.Metadata.GetMetadata<KeepsItsAnswersAttribute>() is not null)
            return await continuation(request, context);
        if (RequestStore.RecordOf((IMessage)(object)request, context.Method, http.RequestServices.GetRequiredService<CallContext>(), time) is not { } record)
            return await continuation(request, context);
        var db = (JournaledDbContext)http.RequestServices.GetRequiredService(modules.Of(context.Method).DbContext);
        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        if (!await RequestStore.TakeAsync(db, record, context.CancellationToken))
            return RequestStore.Replay<TResponse>(await RequestStore.ReadAsync(db, record.Id, context.CancellationToken), record);
        var response = await continuation(request, context);
        await RequestStore.AnswerAsync(db, record.Id, ((IMessage)(object)response).ToByteArray(), context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        return response;
    }
}

/// <summary>Marks a method that keeps its answers by itself, because it shares its transaction with other calls; see <see cref="RequestStore"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KeepsItsAnswersAttribute : Attribute;
