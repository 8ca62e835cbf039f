using Renovation.Shared.Errors;
using V1 = Renovation.Protos.Progress.V1;

namespace Renovation.ProgressReporting.Returns;

/// <summary>Changes several lines of a return at once.</summary>
internal static class LineBatch
{
    private const int Most = 500;

    /// <summary>Changes all of the lines, or throws.</summary>
    /// <exception cref="DomainException">Invalid, with everything that is wrong; NOT_WITH_UNIT, CELL_LOCKED; StaleEtag.</exception>
    public static IReadOnlyList<ReturnLine> Apply(Return filed, IReadOnlyList<V1.UpdateReturnLineRequest> requests, bool onBehalf, DateTime now)
    {
        if (requests.Count is 0 or > Most)
            throw DomainException.Invalid("requests", "COUNT", new LocalText($"一次须修改 1–{Most} 行。", $"A batch changes 1–{Most} lines."));
        var validation = new Validation();
        var lines = new List<ReturnLine>(requests.Count);
        for (var index = 0; index < requests.Count; index++)
        {
            if (FindLine(filed, requests[index].Line, lines, $"requests[{index}].line", validation) is not { } line)
                continue;
            lines.Add(line);
            Fill(filed, line, requests[index], $"requests[{index}]", onBehalf, now, validation);
        }

        validation.ThrowIfAny();
        return lines;
    }

    private static ReturnLine? FindLine(Return filed, V1.ReturnLine? wanted, List<ReturnLine> before, string field, Validation validation)
    {
        var prefix = $"{filed.ResourceName}/lines/";
        var name = wanted?.Name ?? "";
        var project = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : "";
        var line = filed.Lines.FirstOrDefault(line => line.Project == project);
        validation.Check(line is not null, $"{field}.name", "NOT_FOUND", new LocalText($"{filed.ResourceName} 中没有该行：{name}。", $"{filed.ResourceName} has no such line: {name}."));
        var twice = line is not null && before.Contains(line);
        validation.Check(!twice, $"{field}.name", "DUPLICATE", new LocalText("该行重复。", "The line is named twice."));
        return twice ? null : line;
    }

    private static void Fill(Return filed, ReturnLine line, V1.UpdateReturnLineRequest request, string field, bool onBehalf, DateTime now, Validation validation)
    {
        try
        {
            LineMapping.Fill(filed, line, request, onBehalf, now);
        }
        catch (DomainException refused) when (refused.Kind == ErrorKind.Invalid)
        {
            foreach (var error in refused.Fields)
                validation.Add(error with { Field = $"{field}.{error.Field}" });
        }
    }
}
