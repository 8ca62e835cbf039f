using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Renovation.Gateway.Storage;

namespace Renovation.Gateway.Identity;

/// <summary>Makes the next signing key when it is time, forgets those that vouch for nothing any more, and takes up what other gateways made.</summary>
internal sealed class KeyRotation(IServiceScopeFactory scopes, KeyRing ring, KeySchedule schedule, TimeProvider time, ILogger<KeyRotation> logger) : BackgroundService
{
    private const int KeyBits = 3072;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDbContext>();
        var keys = await ReadAsync(db, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        if (schedule.NextActive(keys.Count > 0 ? keys[^1].ActiveTime : null, now) is { } active)
        {
            await MakeAsync(db, keys.Count > 0 ? keys[^1].Generation + 1 : 1, now, active, cancellationToken);
            keys = await ReadAsync(db, cancellationToken);
        }

        var retired = keys.Where((_, index) => schedule.IsRetired(index + 1 < keys.Count ? keys[index + 1].ActiveTime : null, now)).Select(key => key.Generation).ToList();
        if (retired.Count > 0)
            await db.SigningKeys.Where(key => retired.Contains(key.Generation)).ExecuteDeleteAsync(cancellationToken);
        ring.Take(keys);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(schedule.Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                logger.LogWarning(failure, "Could not look after the signing keys, tries again");
            }
        }
    }

    private static Task<List<SigningKey>> ReadAsync(GatewayDbContext db, CancellationToken cancellationToken) =>
        db.SigningKeys.AsNoTracking().OrderBy(key => key.Generation).ToListAsync(cancellationToken);

    private async Task MakeAsync(GatewayDbContext db, int generation, DateTime now, DateTime active, CancellationToken cancellationToken)
    {
        using var rsa = RSA.Create(KeyBits);
        var key = new SigningKey
        {
            Generation = generation,
            KeyId = $"{generation}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}",
            PrivateKey = rsa.ExportPkcs8PrivateKey(),
            CreateTime = now,
            ActiveTime = active,
        };
        db.SigningKeys.Add(key);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            logger.LogInformation("Made signing key {KeyId}, which signs from {ActiveTime:u} on", key.KeyId, active);
        }
        catch (DbUpdateException)
        {
            // Another gateway was faster, or the database is away; what is stored decides.
            db.ChangeTracker.Clear();
        }
    }
}
