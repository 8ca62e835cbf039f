using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Renovation.ProgressReporting.Returns;
using Renovation.ProgressReporting.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Journal;
using Renovation.Shared.Paging;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Investments;

/// <summary>Reads the accepted figures of a project: as they are, or as they were known at a time.</summary>
internal sealed class InvestmentReader(ProgressDbContext db, JournalReader<ProgressDbContext> journal)
{
    /// <summary>Lists the figures by period, oldest first.</summary>
    /// <exception cref="DomainException">INVALID_NAME; IN_FUTURE; a wrong page.</exception>
    public async Task<V1.ListInvestmentsResponse> ListAsync(V1.ListInvestmentsRequest request, CancellationToken cancellationToken)
    {
        var project = ResourceNames.Ids(request.Parent, "parent", "projects")[0];
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var found = request.AsOfTime is { } asOf
            ? await PastAsync(project, asOf.ToDateTime(), page, cancellationToken)
            : [.. (await Query(db, project, page).ToListAsync(cancellationToken)).Select(ToProto)];
        return new V1.ListInvestmentsResponse
        {
            Investments = { found.Take(page.Size) },
            NextPageToken = found.Count > page.Size ? page.NextToken(PeriodOf(found[page.Size - 1])) : "",
        };
    }

    /// <summary>Gives the query of one page and one row more.</summary>
    internal static IQueryable<Investment> Query(ProgressDbContext db, string project, Page<string> page)
    {
        var investments = db.Investments.AsNoTracking().Where(one => one.Project == project);
        if (page.HasAfter)
            investments = investments.Where(one => string.Compare(one.Period, page.After) > 0);
        return investments.OrderBy(one => one.Period).Take(page.Size + 1);
    }

    // A project has four returns a year: their acceptances are read from the sealed journal, which does not change.
    private async Task<List<V1.Investment>> PastAsync(string project, DateTime asOf, Page<string> page, CancellationToken cancellationToken)
    {
        await journal.SettleAsync(asOf, cancellationToken);
        var returns = await db.Lines.Where(line => line.Project == project).Join(db.Returns, line => line.Return, filed => filed.Id, (_, filed) => new { filed.Period, filed.Unit })
            .OrderBy(filed => filed.Period).ToListAsync(cancellationToken);
        var names = returns.Where(filed => !page.HasAfter || string.CompareOrdinal(filed.Period, page.After) > 0).Take(page.Size + 1).Select(filed => Return.NameOf(filed.Period, filed.Unit)).ToList();
        var accepted = V1.ReturnAccepted.Descriptor.FullName;
        var rows = await db.Journal.AsNoTracking()
            .Where(row => names.Contains(row.Resource) && row.EventType == accepted && row.Sequence != null && row.SealedTime <= asOf)
            .OrderBy(row => row.Sequence).Select(row => new { row.Resource, row.Body }).ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(row => row.Resource, StringComparer.Ordinal).Select(group => V1.Return.Parser.ParseJson(group.Last().Body))
                .SelectMany(filed => filed.Lines.Where(line => line.Project == project).Select(line => ToProto(filed, line)))
                .OrderBy(investment => investment.Period, StringComparer.Ordinal),
        ];
    }

    private static string PeriodOf(V1.Investment investment) => investment.Period[(investment.Period.LastIndexOf('/') + 1)..];

    private static V1.Investment ToProto(Investment investment) => new()
    {
        Period = $"periods/{investment.Period}",
        QuarterYuan = investment.QuarterYuan,
        YearToDateYuan = investment.YearToDateYuan,
        CumulativeYuan = investment.CumulativeYuan,
        AcceptTime = Timestamp.FromDateTime(investment.AcceptTime),
    };

    private static V1.Investment ToProto(V1.Return filed, V1.ReturnLine line) => new()
    {
        Period = filed.Period,
        QuarterYuan = line.QuarterYuan,
        YearToDateYuan = line.YearToDateYuan,
        CumulativeYuan = line.CumulativeYuan,
        AcceptTime = filed.AcceptTime,
    };
}
