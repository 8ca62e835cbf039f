using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Components;
using static Microsoft.AspNetCore.Components.Web.RenderMode;

namespace Renovation.Gateway.Console;

/// <summary>
/// What the services answered while the server drew a page. It goes with the page, sealed, so that the page neither asks again when it becomes live nor shows itself empty meanwhile. Answers and
/// refusals of unary calls are kept; a service that was away is asked again.
/// </summary>
internal sealed class DrawnAnswers : IDisposable
{
    private const string Place = "answers";
    private const string Details = "grpc-status-details-bin";
    private readonly PersistentComponentState _state;
    private readonly Dictionary<string, Answer> _kept = new(StringComparer.Ordinal);
    private Dictionary<string, Answer>? _known;
    private PersistingComponentStateSubscription? _keeping;

    /// <summary>Takes what came with the page.</summary>
    public DrawnAnswers(PersistentComponentState state)
    {
        _state = state;
        state.TryTakeFromJson(Place, out _known);
    }

    /// <summary>Whether something is known from the drawing.</summary>
    public bool Any => _known is not null;

    /// <summary>Keeps from now on what is answered: the page is being drawn.</summary>
    public void Keep() => _keeping ??= _state.RegisterOnPersisting(
        () =>
        {
            if (_kept.Count > 0)
                _state.PersistAsJson(Place, _kept);
            return Task.CompletedTask;
        },
        InteractiveServer);

    /// <summary>Forgets what was answered: it was for the first moment of the page alone.</summary>
    public void Forget() => _known = null;

    /// <summary>Gives a way to call that keeps what is answered, if it is to be kept.</summary>
    public CallInvoker Keeping(CallInvoker calls) => _keeping is null ? calls : calls.Intercept(new Keeper(_kept));

    /// <summary>Gives a way to call that answers what is known, and asks for the rest; for unary calls only.</summary>
    public CallInvoker Knowing(CallInvoker bare, Func<Task<CallInvoker>> live) => bare.Intercept(new Knower(_known ?? [], live));

    /// <summary>Keeps no more.</summary>
    public void Dispose() => _keeping?.Dispose();

    private static string KeyOf<TRequest>(IMethod method, TRequest request) => $"{method.FullName} {Convert.ToHexString(SHA256.HashData(((IMessage)request!).ToByteArray()), 0, 16)}";

    // The message that was answered, or the details of a refusal.
    private sealed record Answer(byte[] Bytes, StatusCode Code, string Detail);

    private sealed class Keeper(Dictionary<string, Answer> kept) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, context);
            return new AsyncUnaryCall<TResponse>(KeepAsync(KeyOf(context.Method, request), call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        private async Task<TResponse> KeepAsync<TResponse>(string key, Task<TResponse> answering)
        {
            try
            {
                var answer = await answering;
                Put(key, new Answer(((IMessage)answer!).ToByteArray(), StatusCode.OK, ""));
                return answer;
            }
            catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied or StatusCode.FailedPrecondition or StatusCode.InvalidArgument)
            {
                Put(key, new Answer(refusal.Trailers.GetValueBytes(Details) ?? [], refusal.StatusCode, refusal.Status.Detail));
                throw;
            }
        }

        private void Put(string key, Answer answer)
        {
            lock (kept)
                kept[key] = answer;
        }
    }

    private sealed class Knower(Dictionary<string, Answer> known, Func<Task<CallInvoker>> live) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            if (!known.TryGetValue(KeyOf(context.Method, request), out var kept))
                return Call(AskAsync(request, context));
            if (kept.Code != StatusCode.OK)
                return Call(Task.FromException<TResponse>(new RpcException(new Status(kept.Code, kept.Detail), kept.Bytes.Length > 0 ? new Metadata { { Details, kept.Bytes } } : Metadata.Empty)));
            var answer = Activator.CreateInstance<TResponse>();
            ((IMessage)answer).MergeFrom(kept.Bytes);
            return Call(Task.FromResult(answer));
        }

        private async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class => await (await live()).AsyncUnaryCall(context.Method, context.Host, context.Options, request);

        private static AsyncUnaryCall<TResponse> Call<TResponse>(Task<TResponse> answer) => new(answer, Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => Metadata.Empty, () => { });
    }
}
