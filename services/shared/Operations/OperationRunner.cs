using System.Diagnostics;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Errors;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Messaging;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Operations;

/// <summary>
/// Runs the operations of a module one after the other. Every replica has one; a lease keeps two from running the same, and an operation whose process died is begun anew by whoever finds its
/// lease run out. Work, answer and end are one transaction, which is refused to a process that has lost its lease meanwhile.
/// </summary>
internal sealed class OperationRunner<TContext>(IServiceScopeFactory scopes, ModuleRegistry modules, ModuleDatabase<TContext> database, OperationBoard board, TimeProvider time, ILogger<OperationRunner<TContext>> logger)
    : BackgroundService
    where TContext : JournaledDbContext
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);
    private readonly string _me = Guid.CreateVersion7().ToString();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = DateTime.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Instants.Now(time) - swept > BetweenSweeps)
                    swept = await SweepAsync(stoppingToken);
                if (await ClaimAsync(stoppingToken) is { } id)
                {
                    await RunAsync(id, stoppingToken);
                    continue;
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "Cannot look for operations just now");
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The oldest that nobody has. A data folder has one process: whatever another one left there is free.
    private Task<string?> ClaimAsync(CancellationToken cancellationToken) => WithAsync(async db =>
    {
        var now = Instants.Now(time);
        var free = db.Set<StoredOperation>().Where(row => row.State == OperationState.Running && (row.LeaseTime <= now || (database.Location.IsSqlite && row.Runner != _me)));
        var id = await free.OrderBy(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        if (id is null)
            return null;
        var claimed = await free.Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Runner, _me).SetProperty(row => row.LeaseTime, now + Lease).SetProperty(row => row.Attempts, row => row.Attempts + 1), cancellationToken);
        return claimed == 1 ? id : null;
    });

    private async Task RunAsync(string id, CancellationToken stoppingToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        board.Set(id, 0);
        var renewing = RenewAsync(id, ends);
        try
        {
            await WorkAsync(id, ends.Token);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            await FailAsync(id, failure, stoppingToken);
        }
        finally
        {
            await ends.CancelAsync();
            await renewing;
            board.Remove(id);
        }
    }

    private async Task WorkAsync(string id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<TContext>();
        var operation = await db.Set<StoredOperation>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        Admit(operation, services);
        services.GetRequiredService<OperationProgress>().Listen(percent => board.Set(id, percent));
        var handler = services.GetServices<IOperationHandler>().Single(handler => handler.Methods.Contains(operation.Method, StringComparer.Ordinal));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var response = (await handler.RunAsync(operation.Method, operation.Request, cancellationToken)).ToByteArray();
        if (await EndAsync(db, id, OperationState.Succeeded, response, null, cancellationToken))
            await transaction.CommitAsync(cancellationToken);
    }

    // With the rights that the caller's role has now.
    private void Admit(StoredOperation operation, IServiceProvider services)
    {
        var policy = (AccessPolicy)services.GetRequiredService(modules.Of(operation.Method).AccessPolicy);
        var reach = policy.Matrix.ReachOf(operation.Method, operation.Role);
        services.GetRequiredService<CallContext>().Admit(new Caller(operation.Subject, operation.Unit, operation.Role, [], operation.Enterprise), reach, policy, null);
    }

    private async Task FailAsync(string id, Exception failure, CancellationToken cancellationToken)
    {
        var refusal = Failures.Classify(failure);
        var attempts = await WithAsync(db => db.Set<StoredOperation>().Where(row => row.Id == id).Select(row => row.Attempts).SingleAsync(cancellationToken));

        // What passes is tried again, in a moment and not for ever.
        if ((refusal?.Kind == ErrorKind.Busy || DeliveryFailure.IsPassing(failure)) && attempts < MostAttempts)
        {
            logger.LogWarning(failure, "Operation {Operation} failed for now", id);
            var later = Instants.Now(time) + Renewal;
            await WithAsync(db => db.Set<StoredOperation>().Where(row => row.Id == id && row.Runner == _me && row.State == OperationState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseTime, later).SetProperty(row => row.Runner, ""), cancellationToken));
            return;
        }

        var traceId = Activity.Current?.TraceId.ToHexString() ?? id;
        if (refusal is null)
            logger.LogError(failure, "Operation {Operation} failed, trace {TraceId}", id, traceId);
        var status = refusal is null ? RichStatus.Internal(traceId, Language.Chinese) : RichStatus.Build(refusal, Language.Chinese, inTrailers: false);
        await WithAsync(db => EndAsync(db, id, OperationState.Failed, null, status.ToByteArray(), cancellationToken));
    }

    private async Task<bool> EndAsync(TContext db, string id, OperationState state, byte[]? response, byte[]? error, CancellationToken cancellationToken)
    {
        var now = Instants.Now(time);
        var ended = await db.Set<StoredOperation>().Where(row => row.Id == id && row.Runner == _me && row.State == OperationState.Running).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.Percent, row => state == OperationState.Succeeded ? 100 : row.Percent)
                .SetProperty(row => row.Response, response).SetProperty(row => row.Error, error).SetProperty(row => row.EndTime, now).SetProperty(row => row.Request, Array.Empty<byte>()),
            cancellationToken);
        return ended == 1;
    }

    // On SQLite the operation holds the file, and nobody else could take it.
    private async Task RenewAsync(string id, CancellationTokenSource ends)
    {
        while (!ends.IsCancellationRequested)
        {
            await Task.Delay(Renewal, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ends.IsCancellationRequested || database.Location.IsSqlite)
                continue;
            try
            {
                var (until, percent) = (Instants.Now(time) + Lease, board.Of(id) ?? 0);
                await WithAsync(db => db.Set<StoredOperation>().Where(row => row.Id == id && row.Runner == _me && row.State == OperationState.Running)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseTime, until).SetProperty(row => row.Percent, percent), ends.Token));
            }
            catch (Exception failure)
            {
                // The work itself will tell when the database is gone.
                logger.LogDebug(failure, "Could not renew operation {Operation}", id);
            }
        }
    }

    private Task<DateTime> SweepAsync(CancellationToken cancellationToken) => WithAsync(async db =>
    {
        var now = Instants.Now(time);
        var before = now - Kept;
        await db.Set<StoredOperation>().Where(row => row.State != OperationState.Running && row.EndTime < before).ExecuteDeleteAsync(cancellationToken);
        return now;
    });

    private async Task<T> WithAsync<T>(Func<TContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TContext>());
    }
}
