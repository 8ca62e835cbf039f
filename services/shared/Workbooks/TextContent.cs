using System.Text;

namespace Renovation.Shared.Workbooks;

/// <summary>Tells how the bytes of a text file are written, and what separates its values.</summary>
internal static class TextContent
{
    private const int Looked = 64 * 1024;

    private static readonly char[] Separators = [',', '\t', ';', '，'];

    static TextContent() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Chinese text as Excel and WPS on Windows write it, the superset of GBK and GB 2312.</summary>
    public static Encoding Gb18030 => Encoding.GetEncoding("GB18030");

    /// <summary>Returns the encoding, or null when it is no text: mark, then strict UTF-8, then strict GB18030.</summary>
    public static Encoding? EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.Unicode.Preamble))
            return Encoding.Unicode;
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.BigEndianUnicode;
        if (HasControls(bytes))
            return null;
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Encoding.UTF8;
        try
        {
            Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetCharCount(bytes);
            return Gb18030;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Returns the separator: the one met most often outside of quotes at the beginning of the text.</summary>
    public static char SeparatorOf(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var character in encoding.GetString(bytes[..Math.Min(bytes.Length, Looked)]))
        {
            if (character == '"')
                quoted = !quoted;
            else if (!quoted && Array.IndexOf(Separators, character) is >= 0 and var index)
                counts[index]++;
        }

        // A full-width comma is more often part of a text than a separator: it counts only where there is no other.
        return counts[0] + counts[1] + counts[2] == 0 && counts[3] > 0 ? Separators[3] : Separators[Array.IndexOf(counts[..3], counts[..3].Max())];
    }

    private static bool HasControls(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyInRange((byte)0x00, (byte)0x08) || bytes.ContainsAnyInRange((byte)0x0E, (byte)0x1A);
}
