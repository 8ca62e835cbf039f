using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Operations;

/// <summary>Starts and shows the operations of a module.</summary>
public sealed class OperationRoom<TContext>
    where TContext : JournaledDbContext
{
    private readonly TContext _db;
    private readonly CallContext _call;
    private readonly OperationBoard _board;
    private readonly TimeProvider _time;

    internal OperationRoom(TContext db, CallContext call, OperationBoard board, TimeProvider time) => (_db, _call, _board, _time) = (db, call, board, time);

    // Who watches over the work of others.
    private bool SeesAll => _call.Caller.Role is Role.Planner or Role.Auditor;

    /// <summary>Starts an operation that does what a method was called with; gives its id. It runs once the open transaction is committed.</summary>
    public async Task<string> StartAsync(string method, IMessage request, CancellationToken cancellationToken)
    {
        var caller = _call.Caller;
        var now = Instants.Now(_time);
        var operation = new StoredOperation
        {
            Id = Guid.CreateVersion7().ToString(),
            Method = method,
            Request = request.ToByteArray(),
            Subject = caller.Subject,
            Role = caller.Role,
            Unit = caller.Unit,
            Enterprise = caller.Enterprise,
            CreateTime = now,
            LeaseTime = now,
        };
        _db.Set<StoredOperation>().Add(operation);
        await _db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }

    /// <summary>Reads an operation.</summary>
    /// <exception cref="DomainException">NOT_FOUND, also for one of somebody else.</exception>
    public async Task<StoredOperation> FindAsync(string id, string name, CancellationToken cancellationToken)
    {
        var found = await Light().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return found is not null && (SeesAll || found.Subject == _call.Caller.Subject) ? Fresh(found) : throw DomainException.NotFound(name);
    }

    /// <summary>Lists operations that the caller may see, newest first.</summary>
    /// <param name="before">Id after which to go on; null from the newest.</param>
    public async Task<List<StoredOperation>> ListAsync(string? before, int count, CancellationToken cancellationToken)
    {
        var rows = Light();
        if (!SeesAll)
            rows = rows.Where(row => row.Subject == _call.Caller.Subject);
        if (before is not null)
            rows = rows.Where(row => string.Compare(row.Id, before) < 0);
        return [.. (await rows.OrderByDescending(row => row.Id).Take(count).ToListAsync(cancellationToken)).Select(Fresh)];
    }

    // Without what it was called with, which may be a whole workbook.
    private IQueryable<StoredOperation> Light() => _db.Set<StoredOperation>().AsNoTracking().Select(row => new StoredOperation
    {
        Id = row.Id,
        Method = row.Method,
        Request = Array.Empty<byte>(),
        Subject = row.Subject,
        Role = row.Role,
        Unit = row.Unit,
        Enterprise = row.Enterprise,
        State = row.State,
        Percent = row.Percent,
        Attempts = row.Attempts,
        Runner = row.Runner,
        LeaseTime = row.LeaseTime,
        Response = row.Response,
        Error = row.Error,
        CreateTime = row.CreateTime,
        EndTime = row.EndTime,
    });

    private StoredOperation Fresh(StoredOperation operation)
    {
        if (operation.State == OperationState.Running && _board.Of(operation.Id) is { } percent)
            operation.Percent = percent;
        return operation;
    }
}
