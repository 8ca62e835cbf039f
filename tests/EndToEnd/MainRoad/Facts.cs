using System.Text.Json;
using System.Text.Json.Serialization;
using Renovation.Tests.EndToEnd.Shapes;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>What is in the sample workbooks (样例).</summary>
internal sealed record Facts(
    int Library, int Projects, int NewStarts, int Preliminary, int CompletesInYear, int EnterprisesOutsideDirectory,
    long TotalInvestmentYuan, long PlannedInvestmentYuan, long OpeningInvestmentYuan, Dictionary<string, UnitFacts> ByUnit)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    public static Facts Read() => JsonSerializer.Deserialize<Facts>(File.ReadAllText(Repository.Sample("facts.json")), Options)!;
}

/// <summary>The share of one unit.</summary>
internal sealed record UnitFacts(int Projects, long PlannedInvestmentYuan);
