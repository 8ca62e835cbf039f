namespace Renovation.Shared.Storage;

/// <summary>Holds the file of a module for this process: SQLite would let a second process write as well, and its sealer would hand out the same numbers.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; the system frees it when the process ends, however it ends.</summary>
    /// <exception cref="DataFolderInUseException">Another process holds it.</exception>
    public static FolderLock Take(StorageLocation location)
    {
        Directory.CreateDirectory(location.Folder);
        try
        {
            return new FolderLock(new FileStream(Path.Combine(location.Folder, $"{location.Module}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new DataFolderInUseException($"The data folder {location.Folder} is in use by another process.");
        }
    }

    public void Dispose() => _file.Dispose();
}
