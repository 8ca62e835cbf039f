using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Renovation.Tests.Files;

/// <summary>Damages workbooks, the same way for the same seed.</summary>
public static partial class Mutation
{
    private static readonly string[] Nasty =
        ["", "-1", "0", "1", "99999999999999999999", "1e308", "NaN", "XFD1048576", "A0", "ZZZZ9", "A1:XFD1048576", "&#x0;", "&lt;", "\uFFFF", "00000", "true", "2147483648", "'", "\"", "=", "#REF!", "1900-02-29"];

    private static readonly IReadOnlyList<byte[]> Seeds = [.. Corpus.Files.Where(file => file.Content.Length is > 0 and < 200_000).Select(file => file.Content)];

    /// <summary>Gives a damaged file.</summary>
    public static byte[] Of(int seed)
    {
        var random = new Random(seed);
        var file = Seeds[random.Next(Seeds.Count)];
        var rounds = 1 + random.Next(3);
        for (var round = 0; round < rounds; round++)
            file = IsPackage(file) && random.Next(4) > 0 ? InPackage(file, random) : InBytes(file, random);
        return file;
    }

    private static bool IsPackage(byte[] file) => file.AsSpan().StartsWith("PK"u8);

    private static byte[] InBytes(byte[] file, Random random)
    {
        var copy = file.ToArray();
        if (copy.Length == 0)
            return [(byte)random.Next(256)];
        switch (random.Next(5))
        {
            case 0:
                for (var count = 1 + random.Next(20); count > 0; count--)
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
            case 1:
                return copy[..random.Next(copy.Length)];
            case 2:
                copy.AsSpan(random.Next(copy.Length)).Fill((byte)random.Next(256));
                return copy;
            case 3:
                var (from, length) = (random.Next(copy.Length), random.Next(2_000));
                var piece = copy[from..Math.Min(copy.Length, from + length)];
                return [.. copy[..from], .. piece, .. piece, .. copy[from..]];
            default:
                for (var count = 1 + random.Next(8); count > 0; count--)
                    BitConverter.TryWriteBytes(copy.AsSpan(random.Next(Math.Max(1, copy.Length - 4))), random.Next(2) == 0 ? int.MaxValue : random.Next());
                return copy;
        }
    }

    // The package stays one; what its parts say does not.
    private static byte[] InPackage(byte[] file, Random random)
    {
        try
        {
            using var source = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var parts = source.Entries.Select(entry => (entry.FullName, Text: TextOf(entry))).ToList();
            if (parts.Count == 0)
                return InBytes(file, random);
            var at = random.Next(parts.Count);
            switch (random.Next(6))
            {
                case 0:
                    parts.RemoveAt(at);
                    break;
                case 1:
                    parts.Add((parts[at].FullName, parts[random.Next(parts.Count)].Text));
                    break;
                default:
                    parts[at] = (parts[at].FullName, InMarkup(parts[at].Text, random));
                    break;
            }

            return Books.Zip([.. parts.Select(part => (part.FullName, (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(part.Text)))))]);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            return InBytes(file, random);
        }
    }

    private static string InMarkup(string text, Random random)
    {
        var nasty = Nasty[random.Next(Nasty.Length)];
        switch (random.Next(6))
        {
            case 0:
                return ReplaceOne(Attribute(), text, random, match => $"{match.Groups["name"].Value}=\"{nasty.Replace("\"", "&quot;", StringComparison.Ordinal)}\"");
            case 1:
                return ReplaceOne(Content(), text, random, _ => $">{nasty}<");
            case 2:
                return ReplaceOne(Tag(), text, random, _ => "");
            case 3:
                return ReplaceOne(Tag(), text, random, match => match.Value + match.Value);
            case 4:
                return ReplaceOne(Tag(), text, random, match => match.Value + string.Concat(Enumerable.Repeat("<x>", 1 + random.Next(5_000))));
            default:
                return text.Length == 0 ? nasty : text[..random.Next(text.Length)] + nasty + text[random.Next(text.Length)..];
        }
    }

    private static string ReplaceOne(Regex pattern, string text, Random random, Func<Match, string> replacement)
    {
        var matches = pattern.Matches(text);
        if (matches.Count == 0)
            return text;
        var match = matches[random.Next(matches.Count)];
        return text[..match.Index] + replacement(match) + text[(match.Index + match.Length)..];
    }

    private static string TextOf(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("(?<name>[A-Za-z:]+)=\"[^\"]*\"")]
    private static partial Regex Attribute();

    [GeneratedRegex(">[^<]+<")]
    private static partial Regex Content();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
