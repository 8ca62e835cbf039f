using System.IO.Compression;

namespace Renovation.Shared.Workbooks;

/// <summary>Refuses archives that unpack to far more than they are, before anything is unpacked.</summary>
/// <remarks>The sizes that an archive states can be trusted as an upper bound: the framework stops unpacking a part at its stated size.</remarks>
internal static class ZipGuard
{
    private const long Small = 4L * 1024 * 1024;

    /// <summary>Checks the stated sizes of all parts.</summary>
    /// <exception cref="Errors.DomainException">Invalid <c>file</c>: ZIP_BOMB.</exception>
    public static void Check(Stream content)
    {
        using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > WorkbookLimits.Parts)
            throw FileErrors.Bomb();
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            // Checked one by one: stated sizes may be anything up to what 64 bits hold, and their sum could overflow.
            if (entry.Length > WorkbookLimits.UnpackedBytes || entry.Length < 0)
                throw FileErrors.Bomb();
            total += entry.Length;
            if (total > WorkbookLimits.UnpackedBytes || (entry.Length > Small && entry.Length / Math.Max(1, entry.CompressedLength) > WorkbookLimits.Ratio))
                throw FileErrors.Bomb();
        }
    }
}
