using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Renovation.Tests.Files;

/// <summary>Writes the least that readers take for an OLE compound file and for a BIFF8 workbook in it (<c>.xls</c>).</summary>
public static class CompoundFile
{
    private const int Sector = 512;
    private const uint Free = 0xFFFFFFFF;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint FatSector = 0xFFFFFFFD;

    /// <summary>Writes the streams; each is padded to 4,096 bytes, below which a stream would live in another place.</summary>
    public static byte[] Of(params (string Name, byte[] Content)[] streams)
    {
        var sectorsOf = Array.ConvertAll(streams, stream => Math.Max(8, (stream.Content.Length + Sector - 1) / Sector));
        var directory = (streams.Length + 1 + 3) / 4;
        var used = directory + sectorsOf.Sum();
        var fats = 1;
        while (fats * (Sector / 4) < used + fats)
            fats++;
        var file = new byte[Sector * (1 + used + fats)];
        WriteHeader(file, fats, used);
        var fat = Enumerable.Repeat(Free, fats * (Sector / 4)).ToArray();
        Chain(fat, 0, directory);
        WriteEntry(file, 0, "Root Entry", 5, streams.Length > 0 ? 1 : -1, EndOfChain, 0, -1);
        var next = directory;
        for (var index = 0; index < streams.Length; index++)
        {
            var size = sectorsOf[index] * Sector;
            WriteEntry(file, index + 1, streams[index].Name, 2, -1, (uint)next, size, index + 1 < streams.Length ? index + 2 : -1);
            streams[index].Content.CopyTo(file, Sector * (1 + next));
            Chain(fat, next, sectorsOf[index]);
            next += sectorsOf[index];
        }

        for (var index = 0; index < fats; index++)
            fat[used + index] = FatSector;
        for (var index = 0; index < fat.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Sector * (1 + used) + (index * 4)), fat[index]);
        return file;
    }

    /// <summary>Writes one sheet of texts and numbers as a BIFF8 stream.</summary>
    public static byte[] Workbook(string sheet, IReadOnlyList<object?[]> rows, bool isEncrypted = false)
    {
        var globals = new List<byte>();
        Record(globals, 0x0809, [0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        if (isEncrypted)
            Record(globals, 0x002F, [1, 0, 1, 0, 1, 0, .. Enumerable.Repeat((byte)7, 48)]);
        Record(globals, 0x0042, [0xB0, 0x04]);
        Record(globals, 0x00E0, new byte[20]);
        var name = Encoding.Unicode.GetBytes(sheet);
        var start = globals.Count + 4 + 8 + name.Length + 4;
        Record(globals, 0x0085, [.. BitConverter.GetBytes(start), 0, 0, (byte)sheet.Length, 1, .. name]);
        Record(globals, 0x000A, []);
        Record(globals, 0x0809, [0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Record(globals, 0x0200, [.. BitConverter.GetBytes(0), .. BitConverter.GetBytes(rows.Count), 0, 0, .. BitConverter.GetBytes((ushort)rows.Max(row => row.Length)), 0, 0]);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Length; column++)
            {
                byte[] place = [.. BitConverter.GetBytes((ushort)row), .. BitConverter.GetBytes((ushort)column), 0, 0];
                if (rows[row][column] is string text)
                    Record(globals, 0x0204, [.. place, .. BitConverter.GetBytes((ushort)text.Length), 1, .. Encoding.Unicode.GetBytes(text)]);
                else if (rows[row][column] is IConvertible number)
                    Record(globals, 0x0203, [.. place, .. BitConverter.GetBytes(number.ToDouble(CultureInfo.InvariantCulture))]);
            }
        }

        Record(globals, 0x000A, []);
        return [.. globals];
    }

    private static void Record(List<byte> stream, ushort kind, byte[] content)
    {
        stream.AddRange(BitConverter.GetBytes(kind));
        stream.AddRange(BitConverter.GetBytes((ushort)content.Length));
        stream.AddRange(content);
    }

    private static void Chain(uint[] fat, int first, int count)
    {
        for (var index = 0; index < count; index++)
            fat[first + index] = index + 1 < count ? (uint)(first + index + 1) : EndOfChain;
    }

    private static void WriteHeader(byte[] file, int fats, int firstFat)
    {
        byte[] magic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        magic.CopyTo(file, 0);
        ushort[] words = [0x3E, 3, 0xFFFE, 9, 6];
        for (var index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(24 + (index * 2)), words[index]);
        uint[] numbers = [(uint)fats, 0, 0, 4096, EndOfChain, 0, EndOfChain, 0];
        for (var index = 0; index < numbers.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(44 + (index * 4)), numbers[index]);
        for (var index = 0; index < 109; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(76 + (index * 4)), index < fats ? (uint)(firstFat + index) : Free);
    }

    private static void WriteEntry(byte[] file, int index, string name, byte kind, int child, uint start, int size, int right)
    {
        var entry = file.AsSpan(Sector + (index * 128), 128);
        Encoding.Unicode.GetBytes(name, entry);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)((name.Length + 1) * 2));
        entry[66] = kind;
        entry[67] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(entry[68..], -1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[72..], right);
        BinaryPrimitives.WriteInt32LittleEndian(entry[76..], child);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[120..], size);
    }
}
