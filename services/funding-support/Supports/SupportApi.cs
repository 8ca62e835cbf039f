using Google.Api;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Errors;
using Renovation.Shared.Paging;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Supports;

/// <summary>Tells who got what, and what came of it.</summary>
internal sealed class SupportApi(FundingDbContext db, BusinessClock clock) : V1.SupportService.SupportServiceBase
{
    public override async Task<V1.ListSupportsResponse> ListSupports(V1.ListSupportsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var awards = SupportQueries.Awards(db, ProgramOf(request.Program), request.Year);
        if (page.HasAfter)
            awards = awards.Where(award => string.Compare(award.Id, page.After) > 0);
        var found = await SupportQueries.Public(db, awards).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListSupportsResponse
        {
            Supports = { found.Take(page.Size).Select(ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Award.Id) : "",
        };
    }

    public override async Task<HttpBody> ExportSupports(V1.ExportSupportsRequest request, ServerCallContext context)
    {
        var supports = await SupportQueries.Public(db, SupportQueries.Awards(db, ProgramOf(request.Program), request.Year)).ToListAsync(context.CancellationToken);
        return Downloads.Workbook(context, "支持项目公开名单", SupportWorkbook.Write(supports, request.Year, clock.Zone));
    }

    public override async Task<V1.SummarizeSupportsResponse> SummarizeSupports(V1.SummarizeSupportsRequest request, ServerCallContext context)
    {
        if (request.Dimension == V1.SummarizeSupportsRequest.Types.Dimension.Unspecified || !Enum.IsDefined(request.Dimension))
            throw DomainException.Invalid("dimension", "REQUIRED", new LocalText("须填写汇总维度。", "The dimension is required."));
        var awards = await SupportQueries.WithProjects(db, SupportQueries.Awards(db, ProgramOf(request.Program), request.Year)).ToListAsync(context.CancellationToken);
        return SupportSums.Of(awards, request.Dimension);
    }

    private static string? ProgramOf(string name) => name.Length > 0 ? ResourceNames.Id(name, "programs", "program") : null;

    private static V1.Support ToProto(SupportRow row) => new()
    {
        Award = row.Award.ResourceName,
        Program = $"programs/{row.Award.Program}",
        ProgramTitle = row.ProgramTitle,
        Form = (V1.Program.Types.Form)row.Award.Form,
        Project = row.Award.Project,
        ProjectTitle = row.ProjectTitle,
        Enterprise = row.Award.Enterprise,
        EnterpriseTitle = row.EnterpriseTitle,
        Unit = row.Award.Unit,
        AmountYuan = row.Award.AmountYuan,
        PaidYuan = row.Award.DisbursedYuan - row.Award.RecoveredYuan,
        DocumentNumber = row.Award.DocumentNumber,
        AwardTime = CalendarText.Instant(row.Award.CreateTime),
    };
}
