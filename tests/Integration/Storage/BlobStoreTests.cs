using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Renovation.Shared.Attachments;
using Shouldly;
using Xunit;

namespace Renovation.Tests.Integration.Storage;

/// <summary>Both stores of contents do the same: a folder, and S3.</summary>
public sealed class BlobStoreTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"renovation-{Guid.CreateVersion7():N}");

    /// <summary>Address of the S3 server of the tests.</summary>
    public static string S3Address =>
        Environment.GetEnvironmentVariable("RENOVATION_TEST_S3") ?? throw new InvalidOperationException("Start the tests with tests/run: RENOVATION_TEST_S3 is not set.");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Settings of a service whose attachments are on S3.</summary>
    public static Dictionary<string, string?> S3Settings(string address) => new(StringComparer.Ordinal)
    {
        ["Attachments:Store"] = "s3",
        ["Attachments:S3:Address"] = address,
        ["Attachments:S3:Bucket"] = "renovation",
        ["Attachments:S3:AccessKey"] = "S3RVER",
        ["Attachments:S3:SecretKey"] = "S3RVER",
    };

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("s3")]
    public async Task Contents_ArePutGivenListedAndDeleted(string kind)
    {
        var store = Open(kind);
        var content = RandomNumberGenerator.GetBytes(700_000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var before = DateTime.UtcNow.AddMinutes(-1);

        (await store.OpenAsync(hash, Stop)).ShouldBeNull();
        await store.DeleteAsync(hash, Stop);
        await store.PutAsync(hash, Stage(store, content), Stop);
        await store.PutAsync(hash, Stage(store, content), Stop);
        var given = await ReadAsync(store, hash);
        var listed = await store.ListAsync(Stop).ToListAsync(Stop);
        await store.DeleteAsync(hash, Stop);

        given.ShouldBe(content);
        listed.ShouldHaveSingleItem().Sha256.ShouldBe(hash);
        listed[0].StoreTime.ShouldBeGreaterThan(before);
        (await store.OpenAsync(hash, Stop)).ShouldBeNull();
        (await store.ListAsync(Stop).ToListAsync(Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task S3_OfMoreContentsThanAPage_ListsThemAll()
    {
        const int Count = 1_010;
        var store = Open("s3");
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), Stop, async (number, stop) => await store.PutAsync($"{number:x64}", Stage(store, [1]), stop));
        (await store.ListAsync(Stop).Select(blob => blob.Sha256).Distinct().CountAsync(Stop)).ShouldBe(Count);
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), Stop, async (number, stop) => await store.DeleteAsync($"{number:x64}", stop));
    }

    [Fact]
    public void Settings_MissingOrUnknown_AreNamed()
    {
        Refused(new(StringComparer.Ordinal)).ShouldContain("Attachments:Folder");
        Refused(new(StringComparer.Ordinal) { ["Attachments:Store"] = "tape" }).ShouldContain("not tape");
        var settings = S3Settings("http://127.0.0.1:9");
        settings.Remove("Attachments:S3:Bucket");
        Refused(settings).ShouldContain("Attachments:S3:Bucket");
    }

    private static string Refused(Dictionary<string, string?> settings) =>
        Should.Throw<InvalidOperationException>(() => BlobStores.Open("test", new ConfigurationBuilder().AddInMemoryCollection(settings).Build())).Message;

    // A prefix of its own for each test.
    private IBlobStore Open(string kind)
    {
        var settings = kind == "s3" ? S3Settings(S3Address) : new Dictionary<string, string?>(StringComparer.Ordinal) { ["Attachments:Folder"] = _folder };
        return BlobStores.Open($"test-{Guid.CreateVersion7():N}", new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }

    private static string Stage(IBlobStore store, byte[] content)
    {
        Directory.CreateDirectory(store.Staging);
        var path = Path.Combine(store.Staging, $"{Guid.CreateVersion7():N}.part");
        File.WriteAllBytes(path, content);
        return path;
    }

    private static async Task<byte[]> ReadAsync(IBlobStore store, string hash)
    {
        await using var content = await store.OpenAsync(hash, Stop);
        using var copy = new MemoryStream();
        await content!.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }
}
