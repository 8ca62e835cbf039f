using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Renovation.Protos.Catalog.V1;
using Renovation.Shared.Errors;
using Renovation.Shared.Hosting;
using Renovation.Shared.Identity;
using Renovation.Shared.Storage;
using Renovation.Tests.Integration.Storage;

namespace Renovation.Tests.Integration.Hosting;

/// <summary>A module as small as can be, wired as the services wire theirs: units that are notes, and a unit that tells who called.</summary>
internal static class ProbeModule
{
    public const string Name = "catalog";

    public static void Add(WebApplicationBuilder builder)
    {
        builder.AddModule(new Module(Name, "renovation.catalog.v1", typeof(NoteContext), typeof(ProbePolicy)));
        builder.Services.AddModuleStorage<NoteContext, SqliteNoteContext>(Name, builder.Configuration);
        builder.Services.AddStartTask("tables", async (scope, cancellationToken) =>
        {
            var db = scope.GetRequiredService<NoteContext>();
            try
            {
                await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(cancellationToken);
            }
            catch (System.Data.Common.DbException)
            {
                // There already: the process was started again on its data.
            }
        });
    }

    public static void Map(WebApplication app) => app.MapGrpcService<ProbeService>();
}

internal sealed class ProbePolicy : AccessPolicy
{
    public override AccessMatrix Matrix { get; } = AccessMatrix.For(ProbeModule.Name).Service(UnitService.Descriptor, rules => rules
        .Method(nameof(ProbeService.GetUnit), Grants.CityReaders, Grants.District, Grants.Of(Reach.All, Role.Service))
        .Method(nameof(ProbeService.ListUnits), Grants.Everybody)
        .Method(nameof(ProbeService.CreateUnit), (Role.Planner, Reach.All), (Role.Reporter, Reach.Own)));

    public override ValueTask<AccessTarget> ResolveAsync(string method, IMessage request, IServiceProvider services, CancellationToken cancellationToken) => ValueTask.FromResult(request switch
    {
        GetUnitRequest get => AccessTarget.OfUnit(get.Name["units/".Length..]),
        CreateUnitRequest create => AccessTarget.OfUnit(create.Unit?.Parent ?? ""),
        _ => AccessTarget.Unknown,
    });

    public override ValueTask<IReadOnlyList<string>> SubtreeAsync(string unit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([unit]);

    public override ValueTask<bool> IsWithinAsync(string unit, string ancestor, CancellationToken cancellationToken) => ValueTask.FromResult(unit == ancestor);
}

internal sealed class ProbeService(NoteContext db, CallContext call) : UnitService.UnitServiceBase
{
    private static int _entered;

    /// <summary>How many calls reached the handler.</summary>
    public static int Entered => _entered;

    public override async Task<Unit> GetUnit(GetUnitRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _entered);
        switch (request.Name)
        {
            case "units/BROKEN":
                throw new InvalidOperationException("a text that must not leave the house");
            case "units/ABSENT":
                throw DomainException.NotFound(request.Name);
            case "units/SLOWLY":
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
        }

        var caller = call.Caller;
        return new Unit
        {
            Name = request.Name,
            Title = $"{caller.Subject}|{caller.Role}|{caller.Unit}|{caller.Enterprise}|{string.Join(' ', caller.Scopes)}|{call.Language}",
        };
    }

    public override async Task<ListUnitsResponse> ListUnits(ListUnitsRequest request, ServerCallContext context) => new()
    {
        Units = { (await db.Notes.AsNoTracking().OrderBy(note => note.Id).ToListAsync(context.CancellationToken)).Select(note => new Unit { Code = note.Id, Title = note.Text }) },
    };

    public override async Task<Unit> CreateUnit(CreateUnitRequest request, ServerCallContext context)
    {
        var found = new Validation();
        found.Check(request.Unit?.Title.Length > 0, "unit.title", "REQUIRED", new("必须填写名称。", "A title is required."));
        found.Check(request.UnitId.Length == 6, "unit_id", "INVALID_CODE", new("单位代码应为 6 位。", "A code has six characters."));
        found.ThrowIfAny();
        var note = Note.Create(request.UnitId, request.Unit!.Title);
        db.Notes.Add(note);
        await db.SaveChangesAsync(context.CancellationToken);
        return new Unit { Name = $"units/{note.Id}", Code = note.Id, Title = note.Text, Etag = note.Etag };
    }
}
