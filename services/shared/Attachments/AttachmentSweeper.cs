using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Attachments;

/// <summary>Removes uploads that were never attached, and contents that nothing names. Every replica may run it at any time.</summary>
internal sealed class AttachmentSweeper<TContext>(IServiceScopeFactory scopes, ModuleBlobs<TContext> blobs, TimeProvider time, ILogger<AttachmentSweeper<TContext>> logger) : BackgroundService
    where TContext : JournaledDbContext
{
    /// <summary>How long an upload waits to be attached.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromHours(24);

    private const int BatchSize = 500;
    private static readonly TimeSpan Between = TimeSpan.FromHours(6);

    /// <summary>Sweeps once; gives how many uploads and how many contents went.</summary>
    public async Task<(int Uploads, int Contents)> SweepAsync(CancellationToken cancellationToken)
    {
        var before = Instants.Now(time) - Waits;
        StagedFile.Sweep(blobs.Store.Staging, before);
        var uploads = await WithAsync(db => db.Set<StoredAttachment>().Where(row => row.Parent == "" && row.CreateTime < before).ExecuteDeleteAsync(cancellationToken));
        var contents = 0;
        await foreach (var batch in blobs.Store.ListAsync(cancellationToken).Where(blob => blob.StoreTime < before).Chunk(BatchSize).WithCancellation(cancellationToken))
            contents += await WithAsync(db => SweepAsync(db, [.. batch.Select(blob => blob.Sha256)], cancellationToken));
        return (uploads, contents);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var (uploads, contents) = await SweepAsync(stoppingToken);
                if (uploads + contents > 0)
                    logger.LogInformation("Swept {Uploads} uploads of {Module} that were never attached, and {Contents} contents", uploads, blobs.Module, contents);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "Cannot sweep the attachments of {Module} just now", blobs.Module);
            }
        }
    }

    // Looked for first without holding anybody back: nearly all of them are in use.
    private async Task<int> SweepAsync(TContext db, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        if ((await UnusedAsync(db, hashes, cancellationToken)).Count == 0)
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await AttachmentGate.CloseAsync(db, cancellationToken);
        var unused = await UnusedAsync(db, hashes, cancellationToken);
        foreach (var hash in unused)
            await blobs.Store.DeleteAsync(hash, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return unused.Count;
    }

    private static async Task<List<string>> UnusedAsync(TContext db, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        var used = await db.Set<StoredAttachment>().Where(row => hashes.Contains(row.Sha256)).Select(row => row.Sha256).Distinct().ToListAsync(cancellationToken);
        return [.. hashes.Except(used, StringComparer.Ordinal)];
    }

    private async Task<T> WithAsync<T>(Func<TContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TContext>());
    }
}
