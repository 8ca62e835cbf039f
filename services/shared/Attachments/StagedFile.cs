using System.Security.Cryptography;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Attachments;

/// <summary>A file on its way in: on disk, hashed while it came; gone when it is disposed.</summary>
internal sealed class StagedFile : IDisposable
{
    /// <summary>The largest file in bytes.</summary>
    public const int Largest = 50 * 1024 * 1024;

    private StagedFile(string path, int size, string sha256) => (Path, Size, Sha256) = (path, size, sha256);

    public string Path { get; }

    public int Size { get; }

    public string Sha256 { get; }

    /// <summary>Writes a file down.</summary>
    /// <exception cref="DomainException">FILE_TOO_LARGE or EMPTY_FILE; nothing is left then.</exception>
    public static async Task<StagedFile> ReceiveAsync(string folder, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, $"{Guid.CreateVersion7():N}.part");
        try
        {
            return await WriteAsync(path, content, cancellationToken);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Removes what processes left that were killed while they received.</summary>
    public static void Sweep(string folder, DateTime before)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.part").Where(file => file.LastWriteTimeUtc < before))
            file.Delete();
    }

    public FileKind? Kind()
    {
        using var file = File.OpenRead(Path);
        return FileKind.Detect(file);
    }

    public void Dispose() => File.Delete(Path);

    private static async Task<StagedFile> WriteAsync(string path, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        var size = 0L;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, FileOptions.Asynchronous);
        await foreach (var piece in content.WithCancellation(cancellationToken))
        {
            size += piece.Length;
            if (size > Largest)
                throw DomainException.TooLarge("FILE_TOO_LARGE", new("附件不得超过 50 MiB。", "An attachment has at most 50 MiB."));
            hash.AppendData(piece.Span);
            await file.WriteAsync(piece, cancellationToken);
        }

        if (size == 0)
            throw DomainException.Invalid("data", "EMPTY_FILE", new("文件为空。", "The file is empty."));
        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        return new StagedFile(path, (int)size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
