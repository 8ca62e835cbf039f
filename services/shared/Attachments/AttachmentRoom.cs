using Microsoft.EntityFrameworkCore;
using Renovation.Shared.Errors;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Attachments;

/// <summary>Takes, attaches and gives the files of a module.</summary>
public sealed class AttachmentRoom<TContext>
    where TContext : JournaledDbContext
{
    /// <summary>How many files one thing may have.</summary>
    public const int Most = 20;

    private const int LongestName = 200;
    private readonly TContext _db;
    private readonly ModuleBlobs<TContext> _blobs;
    private readonly CallContext _call;
    private readonly TimeProvider _time;

    internal AttachmentRoom(TContext db, ModuleBlobs<TContext> blobs, CallContext call, TimeProvider time) => (_db, _blobs, _call, _time) = (db, blobs, call, time);

    private DbSet<StoredAttachment> Rows => _db.Set<StoredAttachment>();

    /// <summary>Takes a file that is not attached to anything yet.</summary>
    /// <param name="fileName">Name for people; gets the ending of its kind.</param>
    /// <param name="sha256">What the sender says its hash is, empty when it says nothing.</param>
    /// <exception cref="DomainException">The name, the size, the hash or the kind is refused; nothing is kept then.</exception>
    public async Task<StoredAttachment> TakeAsync(string fileName, string sha256, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        var name = fileName.Trim();
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAny('/', '\\') || name.Any(char.IsControl))
            throw DomainException.Invalid("file_name", "FILE_NAME", new("文件名须为 1 至 200 字，不含路径和控制字符。", "A file name has 1 to 200 characters, no path and no control characters."));
        using var staged = await StagedFile.ReceiveAsync(_blobs.Store.Staging, content, cancellationToken);
        if (sha256.Length > 0 && !string.Equals(sha256, staged.Sha256, StringComparison.OrdinalIgnoreCase))
            throw DomainException.Invalid("sha256", "HASH_MISMATCH", new($"文件内容的 SHA-256 为 {staged.Sha256}，与所报不符。", $"The SHA-256 of the content is {staged.Sha256}, not what the header says."));
        var kind = staged.Kind() ?? throw DomainException.Invalid(
            "data", "UNSUPPORTED_KIND", new("只接受 PDF、OFD、图片和不含宏的 Office 文件（按内容识别）。", "Only PDF, OFD, images and Office files without macros are taken, told by their content."));
        return await _db.InTransactionAsync(() => KeepAsync(staged, kind, kind.Name(name), cancellationToken), cancellationToken);
    }

    /// <summary>Finds a file that the caller may know of: what it hangs on is for the access policy, one that hangs on nothing is its uploader's.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public async Task<StoredAttachment> FindAsync(string name, CancellationToken cancellationToken)
    {
        var id = IdOf(name);
        var found = id is null ? null : await Rows.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return found is not null && (found.Parent.Length > 0 || found.Uploader == _call.Caller.Subject) ? found : throw DomainException.NotFound(name);
    }

    /// <summary>Says what a request for a file is about: what it hangs on. One that hangs on nothing is known to its uploader only, whom <see cref="FindAsync"/> asks for.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="ofParent">Says what a request for the thing of a name is about.</param>
    public async ValueTask<AccessTarget> TargetOfAsync(string name, Func<string, ValueTask<AccessTarget>> ofParent, CancellationToken cancellationToken)
    {
        var id = IdOf(name);
        return (id is null ? null : await Rows.Where(row => row.Id == id).Select(row => row.Parent).SingleOrDefaultAsync(cancellationToken)) switch
        {
            null => AccessTarget.Unknown,
            "" => AccessTarget.Narrowed,
            var parent => await ofParent(parent),
        };
    }

    /// <summary>Opens the content of a file.</summary>
    /// <exception cref="InvalidOperationException">The store has lost it.</exception>
    public async Task<Stream> OpenAsync(StoredAttachment attachment, CancellationToken cancellationToken) =>
        await _blobs.Store.OpenAsync(attachment.Sha256, cancellationToken) ?? throw new InvalidOperationException($"The store has no content for {attachment.ResourceName}, {attachment.Sha256}.");

    /// <summary>Lists what hangs on any of some things, oldest first.</summary>
    public Task<List<StoredAttachment>> ListAsync(IReadOnlyCollection<string> parents, CancellationToken cancellationToken) =>
        Rows.AsNoTracking().Where(row => row.Parent != "" && parents.Contains(row.Parent)).OrderBy(row => row.CreateTime).ThenBy(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>
    /// Hangs files on something; saved with the next save of the context. Gives their names without repetitions. What hung on it before may be named again, a file of somebody else or of
    /// something else may not.
    /// </summary>
    /// <param name="field">Field that names them, for errors.</param>
    /// <exception cref="DomainException">One of them cannot be attached, or there are too many.</exception>
    public async Task<IReadOnlyList<string>> AttachAsync(IReadOnlyCollection<string> names, string parent, string field, CancellationToken cancellationToken)
    {
        var wanted = names.Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count > Most)
            throw DomainException.Invalid(field, "TOO_MANY", new($"附件不超过 {Most} 个。", $"At most {Most} attachments."));
        var ids = wanted.Select(IdOf).ToList();
        var rows = await Rows.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.ResourceName, StringComparer.Ordinal, cancellationToken);
        var validation = new Validation();
        foreach (var (index, name) in wanted.Index())
        {
            var free = rows.TryGetValue(name, out var row) && (row.Parent == parent || (row.Parent.Length == 0 && row.Uploader == _call.Caller.Subject));
            validation.Check(free, $"{field}[{index}]", "UNKNOWN_ATTACHMENT", new($"{name} 不是您上传且尚未使用的附件。", $"{name} is no attachment that you uploaded and that is still free."));
        }

        validation.ThrowIfAny();
        foreach (var row in rows.Values)
            row.Parent = parent;
        return wanted;
    }

    private string? IdOf(string name)
    {
        var prefix = $"attachments/{_blobs.Module}/";
        return name.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(prefix.Length), "D", out _) ? name[prefix.Length..] : null;
    }

    private async Task<StoredAttachment> KeepAsync(StagedFile staged, FileKind kind, string fileName, CancellationToken cancellationToken)
    {
        await AttachmentGate.EnterAsync(_db, cancellationToken);
        var (uploader, now) = (_call.Caller.Subject, Instants.Now(_time));
        var kept = await Rows.FirstOrDefaultAsync(row => row.Sha256 == staged.Sha256 && row.Parent == "" && row.Uploader == uploader && row.FileName == fileName, cancellationToken);
        if (kept is null)
        {
            kept = new StoredAttachment
            {
                Id = Guid.CreateVersion7().ToString(),
                Module = _blobs.Module,
                FileName = fileName,
                MediaType = kind.MediaType,
                SizeBytes = staged.Size,
                Sha256 = staged.Sha256,
                Uploader = uploader,
                CreateTime = now,
            };
            Rows.Add(kept);
        }

        kept.CreateTime = now;
        await _blobs.Store.PutAsync(staged.Sha256, staged.Path, cancellationToken);
        await _db.SaveChangesAsync(cancellationToken);
        return kept;
    }
}
