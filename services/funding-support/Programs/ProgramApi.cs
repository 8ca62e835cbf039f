using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Renovation.FundingSupport.Contract;
using Renovation.FundingSupport.Eligibility;
using Renovation.FundingSupport.Ledger;
using Renovation.FundingSupport.Storage;
using Renovation.Shared.Contract;
using Renovation.Shared.Domain;
using Renovation.Shared.Identity;
using Renovation.Shared.Paging;
using Renovation.Shared.Storage;
using Renovation.Shared.Time;
using V1 = Renovation.Protos.Funding.V1;

namespace Renovation.FundingSupport.Programs;

/// <summary>Serves programs, their ledgers, and who is eligible.</summary>
internal sealed class ProgramApi(FundingDbContext db, CallContext call, BusinessClock clock, EligibilityReader eligibilities, RulesPreview preview, LedgerReader ledger) : V1.ProgramService.ProgramServiceBase
{
    public override async Task<V1.Program> GetProgram(V1.GetProgramRequest request, ServerCallContext context) =>
        ProgramMapping.ToProto(await db.ReadProgramAsync(ResourceNames.Id(request.Name, "programs"), context.CancellationToken));

    public override async Task<V1.ListProgramsResponse> ListPrograms(V1.ListProgramsRequest request, ServerCallContext context)
    {
        var page = Page<string>.Read(request.PageSize, request.PageToken, request);
        var programs = db.Programs.AsNoTracking();
        if (request.Year != 0)
            programs = programs.Where(program => program.Year == request.Year);
        if (request.State != V1.Program.Types.State.Unspecified)
            programs = programs.Where(program => program.State == (ProgramState)request.State);
        if (page.HasAfter)
            programs = programs.Where(program => string.Compare(program.Id, page.After) > 0);
        var found = await programs.OrderBy(program => program.Id).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListProgramsResponse
        {
            Programs = { found.Take(page.Size).Select(ProgramMapping.ToProto) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Id) : "",
        };
    }

    public override async Task<V1.Program> CreateProgram(V1.CreateProgramRequest request, ServerCallContext context)
    {
        var wanted = request.Program ?? new V1.Program();
        var program = FundingProgram.Create(
            ProgramIds.Require(request.ProgramId), wanted.Title.Trim(), wanted.Year, (ProgramLevel)wanted.Level, (SupportForm)wanted.Form, ProgramMapping.ToRules(wanted.Rules, ProgramRules.Field));
        if (await db.Programs.AnyAsync(other => other.Id == program.Id, context.CancellationToken))
            throw ProgramIds.Taken(program.Id);
        db.Programs.Add(program);
        await db.SaveChangesAsync(context.CancellationToken);
        return ProgramMapping.ToProto(program);
    }

    public override Task<V1.Program> UpdateProgram(V1.UpdateProgramRequest request, ServerCallContext context)
    {
        var wanted = request.Program ?? new V1.Program();
        var changes = ProgramChanges.Of(request.UpdateMask, wanted);
        return ChangeAsync(ResourceNames.Id(wanted.Name, "programs", "program.name"), wanted.Etag, program => program.Update(changes.Title ?? program.Title, changes.Rules ?? program.Rules), context.CancellationToken);
    }

    public override async Task<V1.PreviewRulesResponse> PreviewRules(V1.PreviewRulesRequest request, ServerCallContext context) =>
        await preview.CompareAsync(await db.ReadProgramAsync(ResourceNames.Id(request.Name, "programs"), context.CancellationToken), request, context.CancellationToken);

    public override async Task<V1.ListRulesVersionsResponse> ListRulesVersions(V1.ListRulesVersionsRequest request, ServerCallContext context)
    {
        var page = Page<int>.Read(request.PageSize, request.PageToken, request);
        var program = await db.ReadProgramAsync(ResourceNames.Id(request.Parent, "programs", "parent"), context.CancellationToken);
        var after = page.HasAfter ? page.After : 0;
        var found = await db.RulesVersions.AsNoTracking().Where(version => version.Program == program.Id && version.Number > after)
            .OrderBy(version => version.Number).Take(page.Size + 1).ToListAsync(context.CancellationToken);
        return new V1.ListRulesVersionsResponse
        {
            RulesVersions = { found.Take(page.Size).Select(version => new V1.RulesVersion { Number = version.Number, Rules = ProgramMapping.ToProto(version.Rules) }) },
            NextPageToken = found.Count > page.Size ? page.NextToken(found[page.Size - 1].Number) : "",
        };
    }

    public override Task<V1.Program> OpenProgram(V1.OpenProgramRequest request, ServerCallContext context) =>
        ChangeAsync(ResourceNames.Id(request.Name, "programs"), request.Etag, program => program.Open(), context.CancellationToken);

    public override Task<V1.Program> CloseProgram(V1.CloseProgramRequest request, ServerCallContext context) =>
        ChangeAsync(ResourceNames.Id(request.Name, "programs"), request.Etag, program => program.Close(), context.CancellationToken);

    public override Task<V1.Program> AppropriateFunds(V1.AppropriateFundsRequest request, ServerCallContext context)
    {
        var id = ResourceNames.Id(request.Name, "programs");
        var cancellationToken = context.CancellationToken;
        Texts.Require(request.DocumentNumber, 100, "document_number");
        var key = PostingKeys.Of(request.RequestId);
        return ChangeAsync(
            id,
            "",
            async program =>
            {
                await PostingKeys.RefuseTakenAsync(db, id, key, cancellationToken);
                program.Post(new Posting(key, PostingKind.Appropriation, "", request.AmountYuan), default, new Papers(request.DocumentNumber.Trim()), call.Caller.Subject, clock.Now);
            },
            cancellationToken);
    }

    public override async Task<V1.ListLedgerResponse> ListLedger(V1.ListLedgerRequest request, ServerCallContext context) =>
        await ledger.ListAsync(ResourceNames.Id(request.Name, "programs"), request, context.CancellationToken);

    public override async Task<V1.Eligibility> GetEligibility(V1.GetEligibilityRequest request, ServerCallContext context)
    {
        var (programId, project) = ResourceNames.Pair(request.Name, "programs", "eligibilities");
        return await eligibilities.GetAsync(await db.ReadProgramAsync(programId, context.CancellationToken), project, context.CancellationToken);
    }

    public override async Task<V1.ListEligibilitiesResponse> ListEligibilities(V1.ListEligibilitiesRequest request, ServerCallContext context)
    {
        var program = await db.ReadProgramAsync(ResourceNames.Id(request.Parent, "programs", "parent"), context.CancellationToken);
        return await eligibilities.ListAsync(program, request, context.CancellationToken);
    }

    private Task<V1.Program> ChangeAsync(string id, string etag, Action<FundingProgram> change, CancellationToken cancellationToken) => ChangeAsync(
        id,
        etag,
        program =>
        {
            change(program);
            return Task.CompletedTask;
        },
        cancellationToken);

    // Money moves on a program all the time: without its lock a change of its title would lose the race for the version.
    private Task<V1.Program> ChangeAsync(string id, string etag, Func<FundingProgram, Task> change, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var program = await ProgramLocks.LockAsync(db, id, cancellationToken);
            Etags.Check(program, etag);
            await change(program);
            await db.SaveChangesAsync(cancellationToken);
            return ProgramMapping.ToProto(program);
        },
        cancellationToken);
}
