using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;

namespace Renovation.FundingSupport.Ledger;

/// <summary>Place of a posting in the order of time.</summary>
internal sealed record PostingPlace(DateTime Time, string Program, long Number);

/// <summary>What balances are of; numbers of the contract.</summary>
internal enum BalanceDimension
{
    Program = 1,
    Project = 2,
    Enterprise = 3,
    Unit = 4,
}

/// <summary>Sums of the postings of one key.</summary>
internal sealed record KeyedBalances(string Key, long Appropriated, long Committed, long Disbursed, long Recovered);

/// <summary>Queries of the postings of all programs.</summary>
internal static class LedgerQueries
{
    /// <summary>Gives the postings with whom they are for.</summary>
    public static IQueryable<PostedRow> Postings(FundingDbContext db) =>
        from posting in db.Postings.AsNoTracking()
        join award in db.Awards.AsNoTracking() on posting.Award equals award.Id into awards
        from award in awards.DefaultIfEmpty()
        select new PostedRow
        {
            Program = posting.Program,
            Number = posting.Number,
            Kind = posting.Kind,
            Award = posting.Award,
            AmountYuan = posting.AmountYuan,
            Voucher = posting.Voucher,
            BankReference = posting.BankReference,
            DecisionDocument = posting.DecisionDocument,
            Actor = posting.Actor,
            PostTime = posting.PostTime,
            Project = award!.Project ?? "",
            Enterprise = award!.Enterprise ?? "",
            Unit = award!.Unit ?? "",
        };

    /// <summary>Leaves what a caller may see; appropriations are of nobody.</summary>
    public static IQueryable<PostedRow> Visible(this IQueryable<PostedRow> rows, UnitFilter filter)
    {
        if (filter.Units is { } units)
            rows = rows.Where(row => units.Contains(row.Unit));
        return filter.Enterprise is { } uscc ? rows.Where(row => row.Enterprise == uscc) : rows;
    }

    /// <summary>Gives one page and one row more, by time.</summary>
    public static IQueryable<PostedRow> Page(IQueryable<PostedRow> rows, Page<PostingPlace> page)
    {
        if (page is { HasAfter: true, After: var (time, program, number) })
        {
            rows = rows.Where(row => row.PostTime >= time
                && (row.PostTime > time || string.Compare(row.Program, program) > 0 || (row.Program == program && row.Number > number)));
        }

        return rows.OrderBy(row => row.PostTime).ThenBy(row => row.Program).ThenBy(row => row.Number).Take(page.Size + 1);
    }

    /// <summary>Sums postings up, by key.</summary>
    /// <param name="after">Key after which to begin, null for all.</param>
    public static IQueryable<KeyedBalances> Sum(IQueryable<PostedRow> rows, BalanceDimension dimension, string? after)
    {
        var amounts = dimension switch
        {
            BalanceDimension.Program => rows.Select(row => new { Key = row.Program, row.Kind, row.AmountYuan }),
            BalanceDimension.Project => rows.Where(row => row.Award != "").Select(row => new { Key = row.Project, row.Kind, row.AmountYuan }),
            BalanceDimension.Enterprise => rows.Where(row => row.Award != "").Select(row => new { Key = row.Enterprise, row.Kind, row.AmountYuan }),
            BalanceDimension.Unit => rows.Where(row => row.Award != "").Select(row => new { Key = row.Unit, row.Kind, row.AmountYuan }),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Not a dimension."),
        };
        if (after is not null)
            amounts = amounts.Where(amount => string.Compare(amount.Key, after) > 0);
        return amounts.GroupBy(amount => amount.Key).OrderBy(group => group.Key).Select(group => new KeyedBalances(
            group.Key,
            group.Sum(amount => amount.Kind == PostingKind.Appropriation ? amount.AmountYuan : 0),
            group.Sum(amount => amount.Kind == PostingKind.Commitment ? amount.AmountYuan : amount.Kind == PostingKind.Release ? -amount.AmountYuan : 0),
            group.Sum(amount => amount.Kind == PostingKind.Disbursement ? amount.AmountYuan : 0),
            group.Sum(amount => amount.Kind == PostingKind.Recovery ? amount.AmountYuan : 0)));
    }

    /// <summary>Gives the titles of keys as they were heard last.</summary>
    public static async Task<Dictionary<string, string>> TitlesAsync(FundingDbContext db, BalanceDimension dimension, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var titles = dimension switch
        {
            BalanceDimension.Program => db.Programs.Where(program => keys.Contains(program.Id)).Select(program => new { Key = program.Id, program.Title }),
            BalanceDimension.Project => db.Projects.Where(project => keys.Contains(project.Id)).Select(project => new { Key = project.Id, project.Title }),
            BalanceDimension.Enterprise => db.Enterprises.Where(enterprise => keys.Contains(enterprise.Uscc)).Select(enterprise => new { Key = enterprise.Uscc, enterprise.Title }),
            BalanceDimension.Unit => db.Units.Where(unit => keys.Contains(unit.Code)).Select(unit => new { Key = unit.Code, unit.Title }),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Not a dimension."),
        };
        return await titles.ToDictionaryAsync(title => title.Key, title => title.Title, StringComparer.Ordinal, cancellationToken);
    }
}
