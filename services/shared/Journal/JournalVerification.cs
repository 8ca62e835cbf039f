using Microsoft.EntityFrameworkCore;
using Renovation.Protos.Journal.V1;
using Renovation.Shared.Storage;

namespace Renovation.Shared.Journal;

/// <summary>Recomputes the hash chain of a journal.</summary>
internal static class JournalVerification
{
    /// <summary>Reads all sealed rows in order and names the first that does not fit: a gap in the sequence, or content that its hash does not vouch for.</summary>
    public static async Task<VerifyJournalResponse> RunAsync(JournaledDbContext db, CancellationToken cancellationToken)
    {
        var answer = new VerifyJournalResponse { Valid = true };
        var hash = RowHash.Genesis;
        await foreach (var row in db.Journal.AsNoTracking().Where(row => row.Sequence != null).OrderBy(row => row.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            answer.CheckedCount++;
            if (row.Sequence != answer.CheckedCount)
                return Broken(answer, row, "SEQUENCE_GAP");
            hash = RowHash.Of(hash, row, answer.CheckedCount, row.SealedTime!.Value);
            if (!hash.AsSpan().SequenceEqual(row.Hash))
                return Broken(answer, row, "HASH_MISMATCH");
        }

        return answer;
    }

    private static VerifyJournalResponse Broken(VerifyJournalResponse answer, JournalRow row, string reason)
    {
        answer.Valid = false;
        answer.FirstInvalidSequence = row.Sequence!.Value;
        answer.FirstInvalidResource = row.Resource;
        answer.InvalidReason = reason;
        return answer;
    }
}
