using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Configuration;

namespace Renovation.Shared.Attachments;

/// <summary>Opens the store that the settings name.</summary>
internal static class BlobStores
{
    private const string Section = "Attachments";

    /// <summary>
    /// Opens the store of a module: with <c>Attachments:Store</c> = <c>folder</c> (the default) a folder of its own in <c>Attachments:Folder</c>, or else in <c>attachments</c> of the
    /// data folder; with <c>s3</c> a prefix of its own in the bucket <c>Attachments:S3:Bucket</c> at <c>Attachments:S3:Address</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting is missing or unknown.</exception>
    public static IBlobStore Open(string module, IConfiguration configuration) => configuration[$"{Section}:Store"] switch
    {
        null or "" or "folder" => new FolderBlobStore(Path.Combine(FolderOf(configuration), module)),
        "s3" => new S3BlobStore(Client(configuration), Required(configuration, "S3:Bucket"), module),
        var other => throw new InvalidOperationException($"The setting {Section}:Store is folder or s3, not {other}."),
    };

    private static string FolderOf(IConfiguration configuration)
    {
        if (configuration[$"{Section}:Folder"] is { Length: > 0 } folder)
            return folder;
        return configuration["Storage:Folder"] is { Length: > 0 } data
            ? Path.Combine(data, "attachments")
            : throw new InvalidOperationException($"The setting {Section}:Folder must name the folder of the attachments, or {Section}:Store must be s3.");
    }

    // Stores that only resemble S3 know neither its newer checksums nor its host names.
    private static AmazonS3Client Client(IConfiguration configuration) => new(
        new BasicAWSCredentials(Required(configuration, "S3:AccessKey"), Required(configuration, "S3:SecretKey")),
        new AmazonS3Config
        {
            ServiceURL = Required(configuration, "S3:Address"),
            AuthenticationRegion = configuration[$"{Section}:S3:Region"] is { Length: > 0 } region ? region : "us-east-1",
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    private static string Required(IConfiguration configuration, string name) => configuration[$"{Section}:{name}"] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"The setting {Section}:{name} must be set when {Section}:Store is s3.");
}

/// <summary>The store of a module.</summary>
/// <param name="Module">Name of the module.</param>
/// <param name="Store">Where its contents are.</param>
internal sealed record ModuleBlobs<TContext>(string Module, IBlobStore Store);
