namespace Renovation.ProjectCatalog.Imports;

/// <summary>Hands out UUIDv7 ids in ascending order: those of one millisecond differ by a counter in their twelve highest random bits, so that an import keeps its order.</summary>
internal sealed class OrderedIds(DateTimeOffset now)
{
    private const int PerMillisecond = 4096;
    private int _next;

    public string Next()
    {
        var bytes = Guid.CreateVersion7(now.AddMilliseconds(_next / PerMillisecond)).ToByteArray(bigEndian: true);
        var counter = _next++ % PerMillisecond;
        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)counter;
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
