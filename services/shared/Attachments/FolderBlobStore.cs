using System.Runtime.CompilerServices;

namespace Renovation.Shared.Attachments;

/// <summary>Keeps contents as files, named by their hash in folders named by its first two digits.</summary>
internal sealed class FolderBlobStore : IBlobStore
{
    private const int Prefix = 2;
    private readonly string _root;

    public FolderBlobStore(string root)
    {
        _root = Path.GetFullPath(root);
        Staging = Path.Combine(_root, "staging");
    }

    public string Staging { get; }

    // Staged in the same file system: the file is there whole or not at all.
    public Task PutAsync(string sha256, string path, CancellationToken cancellationToken)
    {
        var target = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        return Task.FromResult<Stream?>(File.Exists(path)
            ? new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan })
            : null);
    }

    public async IAsyncEnumerable<Blob> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(_root))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(_root, new string('?', Prefix)))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new Blob(Path.GetFileName(folder) + file.Name, file.LastWriteTimeUtc);
            }
        }
    }

    public Task DeleteAsync(string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    private string PathOf(string sha256) => Path.Combine(_root, sha256[..Prefix], sha256[Prefix..]);
}
