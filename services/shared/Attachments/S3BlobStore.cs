using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Renovation.Shared.Errors;

namespace Renovation.Shared.Attachments;

/// <summary>Keeps contents as objects <c>{prefix}/{hash}</c> of a bucket.</summary>
internal sealed class S3BlobStore(IAmazonS3 client, string bucket, string prefix) : IBlobStore, IDisposable
{
    public string Staging { get; } = Path.Combine(Path.GetTempPath(), $"renovation-uploads-{prefix}");

    public Task PutAsync(string sha256, string path, CancellationToken cancellationToken) => ReachAsync(async () =>
    {
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = KeyOf(sha256), FilePath = path, UseChunkEncoding = false }, cancellationToken);
        return true;
    });

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken) => ReachAsync(async () =>
    {
        try
        {
            var found = await client.GetObjectAsync(bucket, KeyOf(sha256), cancellationToken);
            return found.ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    public async IAsyncEnumerable<Blob> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = KeyOf("") };
        while (true)
        {
            var page = await ReachAsync(() => client.ListObjectsV2Async(request, cancellationToken));
            foreach (var found in page.S3Objects ?? [])
                yield return new Blob(found.Key[KeyOf("").Length..], found.LastModified?.ToUniversalTime() ?? DateTime.MinValue);
            if (page.IsTruncated != true)
                yield break;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    public Task DeleteAsync(string sha256, CancellationToken cancellationToken) => ReachAsync(() => client.DeleteObjectAsync(bucket, KeyOf(sha256), cancellationToken));

    public void Dispose() => client.Dispose();

    private string KeyOf(string sha256) => $"{prefix}/{sha256}";

    private static async Task<T> ReachAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new BlobStoreException(failure);
        }
    }
}

/// <summary>Says that the store of contents cannot be reached or refuses.</summary>
internal sealed class BlobStoreException(Exception cause) : IOException($"The store of attachments fails: {cause.Message}", cause)
{
    /// <summary>What a caller is told.</summary>
    public DomainException Refusal { get; } = DomainException.Busy("ATTACHMENTS_UNAVAILABLE", new("附件存储暂时不可用，请稍后重试。", "The store of attachments is not available, try again."), TimeSpan.FromSeconds(5));
}
