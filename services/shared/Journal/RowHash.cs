using System.Security.Cryptography;
using System.Text;

namespace Renovation.Shared.Journal;

/// <summary>The hash by which each sealed row vouches for all rows before it.</summary>
internal static class RowHash
{
    /// <summary>What precedes the first row.</summary>
    public static readonly byte[] Genesis = new byte[SHA256.HashSizeInBytes];

    /// <summary>Gives the hash of a row. Every text carries its length, so that no two rows read the same.</summary>
    public static byte[] Of(byte[] previous, JournalRow row, long sequence, DateTime sealedTime)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(previous);
            writer.Write(sequence);
            writer.Write(sealedTime.Ticks);
            writer.Write(row.MessageId.ToByteArray(bigEndian: true));
            writer.Write(row.Resource);
            writer.Write(row.Version);
            writer.Write(row.Kind);
            writer.Write(row.EventType);
            writer.Write(row.Actor);
            writer.Write(row.Reason);
            writer.Write(row.Time.Ticks);
            writer.Write(row.Body);
        }

        return SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
