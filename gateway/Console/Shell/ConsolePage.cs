using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console;

/// <summary>What the pages of the console have in common: who looks at them, in which language, and what is said while something is read, when it may not be, or when it fails.</summary>
public abstract class ConsolePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Language of the browser.</summary>
    [CascadingParameter]
    private protected Language Language { get; set; }

    [Inject]
    private protected Suite Suite { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Who looks at the page.</summary>
    private protected Caller Me { get; private set; } = null!;

    /// <summary>Whether the page still waits for what it shows.</summary>
    private protected bool Loading { get; private set; } = true;

    /// <summary>Whether a change is on its way.</summary>
    private protected bool Busy { get; private set; }

    /// <summary>What went wrong, one sentence each; empty when nothing did.</summary>
    private protected IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>What was done last, for the one who did it; null when there is nothing to say.</summary>
    private protected string? Done { get; set; }

    /// <summary>Ends with the page.</summary>
    private protected CancellationToken Gone => _gone.Token;

    /// <summary>Ends the calls of a page that nobody looks at any more.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the calls of the page.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>Reads what the page shows; again whenever its address changes.</summary>
    protected override Task OnParametersSetAsync() => ReloadAsync();

    private protected string L(string zh, string en) => Language.Say(zh, en);

    /// <summary>Reads what the page shows.</summary>
    private protected virtual Task LoadAsync(CallInvoker calls) => Task.CompletedTask;

    /// <summary>Reads it anew.</summary>
    private protected async Task ReloadAsync()
    {
        Loading = true;
        Problems = [];
        if (!RendererInfo.IsInteractive)
            Suite.Drawn.Keep();
        await TryAsync(LoadAsync);
        Suite.Drawn.Forget();
        Loading = false;
    }

    /// <summary>Changes something, tells what was done or what went wrong, and never lets it be sent twice at once.</summary>
    /// <returns>Whether it was done.</returns>
    private protected async Task<bool> ChangeAsync(Func<CallInvoker, Task> change, string? done = null)
    {
        if (Busy)
            return false;
        (Busy, Done, Problems) = (true, null, []);
        var made = await TryAsync(change);
        Busy = false;
        if (made)
            Done = done;
        return made;
    }

    /// <summary>Changes something under an id by which it is known if it is sent again, and reads the page anew.</summary>
    /// <returns>Whether it was done.</returns>
    private protected Task<bool> ActAsync(Func<CallInvoker, string, Task> act, string done)
    {
        var request = NewRequest();
        return ChangeAsync(
            async calls =>
            {
                await act(calls, request);
                await LoadAsync(calls);
            },
            done);
    }

    /// <summary>Goes on with an amount that was typed in 万元, or says that it is none.</summary>
    private protected Task WithAmountAsync(string text, Func<long, Task> go)
    {
        if (Figures.TryReadWan(text, out var yuan) && yuan is { } known)
            return go(known);
        Complain(Figures.NoAmount.In(Language));
        return Task.CompletedTask;
    }

    /// <summary>Says what is wrong with what was entered, before it is sent.</summary>
    private protected void Complain(string problem) => (Done, Problems) = (null, [problem]);

    /// <summary>Makes the id by which a change that is sent again is known.</summary>
    private protected static string NewRequest() => Guid.CreateVersion7().ToString();

    private async Task<bool> TryAsync(Func<CallInvoker, Task> work)
    {
        try
        {
            Suite.Language = Language;
            Me = await Suite.CallerAsync();
            await work(await Suite.InvokerAsync(Gone));
            return true;
        }
        catch (SignedOutException)
        {
            Navigation.NavigateTo(Navigation.Uri, forceLoad: true);
        }
        catch (RpcException refusal) when (refusal.StatusCode != StatusCode.Cancelled)
        {
            Problems = CallFailures.Explain(refusal, Language);
        }
        catch (Exception over) when (over is OperationCanceledException or RpcException or ObjectDisposedException)
        {
            // Nobody looks at the page any more.
        }

        return false;
    }
}

/// <summary>What a call of the services failed for, in words.</summary>
internal static class CallFailures
{
    /// <summary>Gives a sentence for each field that is wrong, or the one of the whole.</summary>
    public static IReadOnlyList<string> Explain(RpcException failure, Language language)
    {
        if (failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && failure.GetRpcStatus() is null)
            return [language.Say("服务暂时无法访问，请稍后重试。", "A service cannot be reached. Try again in a moment.")];
        var said = failure.GetRpcStatus();
        var wrong = said?.GetDetail<BadRequest>()?.FieldViolations.Where(violation => violation.Description.Length > 0).ToList() ?? [];
        if (wrong.Count < 2)
            return [said?.Message is { Length: > 0 } text ? text : failure.Status.Detail];

        // What is said of several fields in the same words needs their names.
        var words = wrong.CountBy(violation => violation.Description, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. wrong.Select(violation => words[violation.Description] > 1 ? $"{FieldTitles.Of(violation.Field, language)}{language.Say("：", ": ")}{violation.Description}" : violation.Description)];
    }

    /// <summary>Gives the answer of a call, null when the role may not ask or the service is away: what else a page has is seen all the same.</summary>
    public static async Task<T?> OptionalAsync<T>(AsyncUnaryCall<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.PermissionDenied or StatusCode.Unavailable or StatusCode.NotFound)
        {
            return null;
        }
    }
}
