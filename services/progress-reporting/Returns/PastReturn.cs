using Google.Protobuf.WellKnownTypes;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Domain;
using Renovation.Shared.Journal;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Reads returns as they were known at an instant: the return, and the lines that changed alone after it.</summary>
internal static class PastReturn
{
    /// <summary>Reads one; null when there was none.</summary>
    /// <exception cref="Shared.Errors.DomainException">Invalid: the instant lies in the future.</exception>
    public static async Task<V1.Return?> ReadAsync(JournalReader<ProgressDbContext> journal, string name, DateTime asOf, CancellationToken cancellationToken)
    {
        if (await journal.AsOfAsync<V1.Return>(name, asOf, cancellationToken) is not { } filed)
            return null;
        var later = await journal.PartsAsOfAsync<V1.ReturnLine>(name, asOf, cancellationToken);
        if (later.Time is not { } time)
            return filed;
        var lines = later.Parts.ToDictionary(line => line.Name, StringComparer.Ordinal);
        for (var index = 0; index < filed.Lines.Count; index++)
            filed.Lines[index] = lines.GetValueOrDefault(filed.Lines[index].Name, filed.Lines[index]);
        filed.UpdateTime = Timestamp.FromDateTime(time);
        filed.Etag = Etags.Of(Etags.VersionOf(filed.Etag) + later.Changes);
        return filed;
    }
}
