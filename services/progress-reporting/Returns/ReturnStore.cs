using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Names a return.</summary>
internal readonly record struct ReturnKey(string Period, string Unit)
{
    public string Id => Return.IdOf(Period, Unit);

    /// <summary>Reads the name of a return.</summary>
    /// <exception cref="DomainException">INVALID_NAME.</exception>
    public static ReturnKey Read(string name, string field) => ResourceNames.Ids(name, field, "periods", "returns") is [var period, var unit] ? new(period, unit) : default;

    /// <summary>Reads the name of a line.</summary>
    /// <exception cref="DomainException">INVALID_NAME.</exception>
    public static (ReturnKey Return, string Project) ReadLine(string name, string field)
    {
        var ids = ResourceNames.Ids(name, field, "periods", "returns", "lines");
        return (new(ids[0], ids[1]), ids[2]);
    }

    public DomainException NotFound() => DomainException.NotFound(Return.NameOf(Period, Unit));
}

/// <summary>Reads returns with their lines, and changes them one writer at a time.</summary>
internal sealed class ReturnStore(ProgressDbContext db, BusinessClock clock)
{
    /// <summary>Reads a return with its lines, to be shown.</summary>
    /// <exception cref="DomainException">NotFound.</exception>
    public async Task<Return> ReadAsync(ReturnKey key, CancellationToken cancellationToken) =>
        await db.Returns.AsNoTracking().Include(filed => filed.Lines).SingleOrDefaultAsync(filed => filed.Id == key.Id, cancellationToken) ?? throw key.NotFound();

    /// <summary>Locks a return until the transaction of the caller ends, and reads it with its lines; null when there is none.</summary>
    public async Task<Return?> FindLockedAsync(ReturnKey key, CancellationToken cancellationToken)
    {
        var filed = await db.Returns.Where(filed => filed.Id == key.Id).Locked(db).SingleOrDefaultAsync(cancellationToken);
        if (filed is not null)
            await db.Lines.Where(line => line.Return == key.Id).LoadAsync(cancellationToken);
        return filed;
    }

    /// <summary>Locks a return, reads it with its lines, changes and saves it. Writers of one return wait for each other, so that none is lost and an etag is decisive.</summary>
    /// <exception cref="DomainException">NotFound; StaleEtag.</exception>
    public Task<Return> ChangeAsync(ReturnKey key, string etag, Func<Return, Task> change, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var filed = await FindLockedAsync(key, cancellationToken) ?? throw key.NotFound();
            Etags.Check(filed, etag);
            await change(filed);
            if (filed.Step == ReturnStep.Submitted)
                filed.NoteContent(ReturnContent.HashOf(filed));
            await db.SaveChangesAsync(cancellationToken);
            return filed;
        },
        cancellationToken);

    /// <summary>The same for a change by the unit, or by the city on behalf of it: the unit needs time to file.</summary>
    /// <exception cref="DomainException">NotFound; StaleEtag; PERIOD_CLOSED.</exception>
    public Task<Return> FileAsync(ReturnKey key, string etag, bool onBehalf, Func<Return, Task> change, CancellationToken cancellationToken) => ChangeAsync(
        key,
        etag,
        async filed =>
        {
            if (!onBehalf)
                await RequireWindowAsync(filed, cancellationToken);
            await change(filed);
        },
        cancellationToken);

    /// <summary>The same for a change that needs nothing from elsewhere.</summary>
    public Task<Return> FileAsync(ReturnKey key, string etag, bool onBehalf, Action<Return> change, CancellationToken cancellationToken) => FileAsync(
        key,
        etag,
        onBehalf,
        filed =>
        {
            change(filed);
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Gives the first instant at which a return is late.</summary>
    public async Task<DateTime> LateFromAsync(Return filed, CancellationToken cancellationToken) =>
        filed.Extension?.LateFrom ?? await db.Periods.Where(period => period.Id == filed.Period).Select(period => period.LateFrom).SingleAsync(cancellationToken);

    private async Task RequireWindowAsync(Return filed, CancellationToken cancellationToken) =>
        filed.RequireWindow(await db.Periods.Where(period => period.Id == filed.Period).Select(period => period.State).SingleAsync(cancellationToken), clock.Now);
}
