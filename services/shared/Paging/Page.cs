using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Paging;

/// <summary>A page to read, by keyset: so many after the last key of the page before.</summary>
/// <typeparam name="TKey">Key of the order, e.g. a string or a record of several columns.</typeparam>
public sealed class Page<TKey>
{
    private const int FingerprintBytes = 12;
    private readonly byte[] _fingerprint;

    private Page(int size, bool hasAfter, TKey? after, byte[] fingerprint)
    {
        Size = size;
        HasAfter = hasAfter;
        After = after;
        _fingerprint = fingerprint;
    }

    /// <summary>At most so many.</summary>
    public int Size { get; }

    /// <summary>False on the first page.</summary>
    public bool HasAfter { get; }

    /// <summary>Key after which to read; meaningless on the first page.</summary>
    public TKey? After { get; }

    /// <summary>Reads page size and token of a list request.</summary>
    /// <param name="pageSize">Size asked for; 0 is the default, more than <paramref name="maxSize"/> is the maximum.</param>
    /// <param name="pageToken">Token asked for, empty for the first page.</param>
    /// <param name="request">The request: a token is bound to all of it but size and token.</param>
    /// <param name="defaultSize">Default size.</param>
    /// <param name="maxSize">Largest size.</param>
    /// <exception cref="DomainException">Invalid: page_size below 0, or a token that is broken or of another request.</exception>
    public static Page<TKey> Read(int pageSize, string pageToken, IMessage request, int defaultSize = 50, int maxSize = 1000)
    {
        if (pageSize < 0)
            throw DomainException.Invalid("page_size", "NEGATIVE_PAGE_SIZE", new LocalText("每页条数不能为负数。", "The page size is not negative."));
        var size = pageSize == 0 ? defaultSize : Math.Min(pageSize, maxSize);
        var fingerprint = Fingerprint(request);
        return pageToken.Length == 0
            ? new Page<TKey>(size, false, default, fingerprint)
            : new Page<TKey>(size, true, Decode(pageToken, fingerprint), fingerprint);
    }

    /// <summary>Returns the token of the page after a key.</summary>
    public string NextToken(TKey last) => Base64Url.EncodeToString([.. _fingerprint, .. JsonSerializer.SerializeToUtf8Bytes(last)]);

    private static TKey Decode(string token, byte[] fingerprint)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            if (bytes.Length > FingerprintBytes && bytes.AsSpan(0, FingerprintBytes).SequenceEqual(fingerprint)
                && JsonSerializer.Deserialize<TKey>(bytes.AsSpan(FingerprintBytes)) is { } key)
            {
                return key;
            }
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            // Answered below like a token of another request.
        }

        throw DomainException.Invalid("page_token", "INVALID_PAGE_TOKEN", new LocalText("翻页标记无效或属于另一查询。", "The page token is broken or belongs to another request."));
    }

    // Filters are part of the token's identity: the same key in another list would skip or repeat rows.
    private static byte[] Fingerprint(IMessage request)
    {
        var plain = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        plain.Descriptor.FindFieldByName("page_size")?.Accessor.Clear(plain);
        plain.Descriptor.FindFieldByName("page_token")?.Accessor.Clear(plain);
        byte[] identity = [.. System.Text.Encoding.UTF8.GetBytes(request.Descriptor.FullName), 0, .. plain.ToByteArray()];
        return SHA256.HashData(identity)[..FingerprintBytes];
    }
}
