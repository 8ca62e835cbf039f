using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Components.Authorization;
using Renovation.Gateway.Hosting;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console;

/// <summary>The one way of the console to the services: the gateway's own gRPC port, like any other client.</summary>
internal sealed class SuiteChannel(IConfiguration configuration) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(GatewayEndpoints.LocalGrpc(configuration), new GrpcChannelOptions { MaxReceiveMessageSize = null });

    public CallInvoker Invoker => _channel.CreateCallInvoker();

    public void Dispose() => _channel.Dispose();
}

/// <summary>Calls the services as the person who is signed in, in the person's language, for as long as a page or a circuit lives.</summary>
internal sealed class Suite(SuiteChannel channel, DrawnAnswers drawn, AuthenticationStateProvider state, ConsoleSessions sessions, TimeProvider time)
{
    private ConsoleToken? _token;

    /// <summary>Language of the answers for people.</summary>
    public Language Language { get; set; }

    /// <summary>The person.</summary>
    /// <exception cref="SignedOutException">Nobody is signed in.</exception>
    public async Task<Caller> CallerAsync() => CallerClaims.Read((await state.GetAuthenticationStateAsync()).User) ?? throw new SignedOutException();

    /// <summary>Name of the person, as people say it.</summary>
    public async Task<string> TitleAsync() => (await state.GetAuthenticationStateAsync()).User.Identity?.Name ?? "";

    /// <summary>What was answered while the page was drawn by the server.</summary>
    public DrawnAnswers Drawn => drawn;

    /// <summary>Gives a way to call whose calls carry the token of now. In the first moment of a page that the server has drawn it answers what was asked then, and needs no token for that.</summary>
    /// <exception cref="SignedOutException">The session is over.</exception>
    public async Task<CallInvoker> InvokerAsync(CancellationToken cancellationToken = default) =>
        drawn.Any ? drawn.Knowing(channel.Invoker, () => LiveAsync(cancellationToken)) : drawn.Keeping(await LiveAsync(cancellationToken));

    /// <summary>Gives the person's token.</summary>
    /// <exception cref="SignedOutException">The session is over.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellationToken = default)
    {
        if (_token is null || _token.Until <= time.GetUtcNow())
        {
            var key = (await state.GetAuthenticationStateAsync()).User.FindFirst(ConsoleSessions.Claim)?.Value;
            _token = key is null ? null : await sessions.TokenAsync(key, cancellationToken);
        }

        return _token?.Value ?? throw new SignedOutException();
    }

    private async Task<CallInvoker> LiveAsync(CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken);
        return channel.Invoker.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {token}");
            headers.Add("accept-language", ConsoleLanguage.TagOf(Language));
            return headers;
        });
    }
}

/// <summary>Says that nobody is signed in any more.</summary>
internal sealed class SignedOutException() : Exception("The session at the console is over.");
