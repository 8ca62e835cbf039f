using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>A cell as the browser sends it.</summary>
/// <param name="Place">Project and field, <c>project|field</c>.</param>
/// <param name="Value">What was typed.</param>
public sealed record EnteredCell(string Place, string Value);

/// <summary>A cell as the browser is to show it.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Value">What is stored.</param>
/// <param name="Error">What is wrong with what was typed; null when nothing is.</param>
public sealed record ShownCell(string Project, string Field, string Value, string? Error);

/// <summary>The lines of a return while somebody fills them: cells that are entered are written at once, each line under its etag, and those that are wrong hinder no other.</summary>
internal sealed partial class ReturnGrid
{
    private static readonly LocalText Overwritten = new("该行刚被他人修改，已显示最新内容；如仍需修改请重新输入。", "Somebody else has just changed this line; see what it says now, and enter it again if need be.");
    private readonly string _name;
    private readonly Language _language;
    private readonly Dictionary<string, ReturnLine> _loaded;
    private readonly Dictionary<string, ReturnLine> _lines;

    /// <summary>Begins with the lines as they are.</summary>
    public ReturnGrid(string name, Language language, IEnumerable<ReturnLine> lines)
    {
        (_name, _language) = (name, language);
        _loaded = lines.ToDictionary(line => line.Project, StringComparer.Ordinal);
        _lines = new Dictionary<string, ReturnLine>(_loaded, StringComparer.Ordinal);
    }

    /// <summary>The lines, in the order of the plan.</summary>
    public IEnumerable<ReturnLine> Lines => _lines.Values.OrderBy(line => line.Position);

    /// <summary>
    /// A line as it was when the grid began. Cells are rendered of this alone: what is in them afterwards is the browser's, which tells the server and is told, so that nothing that is being typed is
    /// overwritten by what was typed before.
    /// </summary>
    public ReturnLine Loaded(string project) => _loaded[project];

    /// <summary>Takes lines as the service has them.</summary>
    public void Take(IEnumerable<ReturnLine> lines)
    {
        foreach (var line in lines)
            _lines[line.Project] = line;
    }

    /// <summary>Gives what the browser is to show of a line.</summary>
    public IReadOnlyList<ShownCell> ShownOf(string project) => [.. GridColumn.All.Select(column => new ShownCell(project, column.Field, column.Get(_lines[project]), null))];

    /// <summary>Writes cells and gives what the browser is to show of them.</summary>
    /// <exception cref="RpcException">None of them could be written, for a reason that is no cell's.</exception>
    public async Task<IReadOnlyList<ShownCell>> EnterAsync(ReturnService.ReturnServiceClient service, IReadOnlyList<EnteredCell> cells, CancellationToken cancellationToken)
    {
        var shown = new Dictionary<(string Project, string Field), string?>();
        var updates = new Dictionary<string, UpdateReturnLineRequest>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            var parts = cell.Place.Split('|');
            if (parts.Length != 2 || GridColumn.Of(parts[1]) is not { } column || !_lines.TryGetValue(parts[0], out var line))
                continue;
            var update = updates.TryGetValue(line.Project, out var begun) ? begun : new UpdateReturnLineRequest { Line = new ReturnLine { Name = line.Name, Etag = line.Etag }, UpdateMask = new FieldMask() };
            var wrong = column.Set(update.Line, cell.Value);
            shown[(line.Project, column.Field)] = wrong?.In(_language);
            if (wrong is not null)
                continue;
            update.UpdateMask.Paths.Add(column.Field);
            updates[line.Project] = update;
        }

        while (updates.Count > 0 && await TryWriteAsync(service, updates, shown, cancellationToken) is { } refused)
        {
            foreach (var (project, field) in refused)
            {
                if (updates.TryGetValue(project, out var update) && (!update.UpdateMask.Paths.Remove(field) || update.UpdateMask.Paths.Count == 0))
                    updates.Remove(project);
            }
        }

        return [.. shown.Select(pair => new ShownCell(pair.Key.Project, pair.Key.Field, GridColumn.Of(pair.Key.Field)!.Get(_lines[pair.Key.Project]), pair.Value))];
    }

    // Null when they were written; else the cells that stood in the way.
    private async Task<IReadOnlyList<(string Project, string Field)>?> TryWriteAsync(
        ReturnService.ReturnServiceClient service, Dictionary<string, UpdateReturnLineRequest> updates, Dictionary<(string Project, string Field), string?> shown, CancellationToken cancellationToken)
    {
        var projects = updates.Keys.ToList();
        var request = new BatchUpdateReturnLinesRequest { Parent = _name, RequestId = Guid.CreateVersion7().ToString() };
        request.Requests.AddRange(updates.Values);
        try
        {
            Take((await service.BatchUpdateReturnLinesAsync(request, cancellationToken: cancellationToken)).Lines);
            return null;
        }
        catch (RpcException stale) when (stale.StatusCode == StatusCode.Aborted)
        {
            var before = projects.ToDictionary(project => project, project => _lines[project].Etag, StringComparer.Ordinal);
            Take(await ReadAsync(service, _name, cancellationToken));
            return Refuse(projects.Where(project => _lines[project].Etag != before[project]).SelectMany(project => updates[project].UpdateMask.Paths.Select(field => (project, field))), _ => Overwritten.In(_language));
        }
        catch (RpcException wrong) when (wrong.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
        {
            var texts = new Dictionary<(string Project, string Field), string>();
            foreach (var violation in wrong.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations ?? [])
            {
                var match = CellPath().Match(violation.Field);
                if (match.Success && int.Parse(match.Groups["index"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) is var index && index < projects.Count)
                    texts[(projects[index], match.Groups["field"].Value)] = violation.Description;
            }

            return texts.Count > 0 ? Refuse(texts.Keys, cell => texts[cell]) : projects.Count > 1 || updates.Values.Sum(update => update.UpdateMask.Paths.Count) > 1 ? await OneByOneAsync() : Refuse(All(), _ => wrong.Status.Detail);
        }

        // A refusal that names no cell: each is tried alone, so that it hinders no other.
        async Task<IReadOnlyList<(string Project, string Field)>> OneByOneAsync()
        {
            foreach (var (project, field) in All().ToList())
            {
                var one = new UpdateReturnLineRequest { Line = updates[project].Line.Clone(), UpdateMask = new FieldMask { Paths = { field } }, RequestId = Guid.CreateVersion7().ToString() };
                one.Line.Etag = _lines[project].Etag;
                try
                {
                    Take([await service.UpdateReturnLineAsync(one, cancellationToken: cancellationToken)]);
                }
                catch (RpcException refusal) when (refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
                {
                    shown[(project, field)] = string.Join(' ', CallFailures.Explain(refusal, _language));
                }
            }

            return [.. All()];
        }

        IEnumerable<(string Project, string Field)> All() => updates.SelectMany(update => update.Value.UpdateMask.Paths.Select(field => (update.Key, field)));

        IReadOnlyList<(string Project, string Field)> Refuse(IEnumerable<(string Project, string Field)> cells, Func<(string Project, string Field), string> text)
        {
            var refused = cells.ToList();
            foreach (var cell in refused)
                shown[cell] = text(cell);

            // Whatever happens, every round leaves fewer.
            return refused.Count > 0 ? refused : [.. All()];
        }
    }

    /// <summary>Reads all lines of a return.</summary>
    public static async Task<IReadOnlyList<ReturnLine>> ReadAsync(ReturnService.ReturnServiceClient service, string name, CancellationToken cancellationToken)
    {
        var lines = new List<ReturnLine>();
        for (var token = ""; ;)
        {
            var page = await service.ListReturnLinesAsync(new ListReturnLinesRequest { Parent = name, PageSize = 1000, PageToken = token }, cancellationToken: cancellationToken);
            lines.AddRange(page.Lines);
            token = page.NextPageToken;
            if (token.Length == 0)
                return lines;
        }
    }

    [GeneratedRegex(@"^requests\[(?<index>\d+)\]\.line\.(?<field>[a-z_]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CellPath();
}
