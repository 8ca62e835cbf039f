using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Library;

/// <summary>Orders in which projects are listed; the id, which is the order of creation, decides between equals.</summary>
internal enum ProjectOrderKey
{
    CreateTime,
    UpdateTime,
    TotalInvestmentYuan,
}

/// <summary>An order and its direction.</summary>
internal readonly record struct ProjectOrder(ProjectOrderKey Key, bool Descending)
{
    private static readonly Dictionary<string, ProjectOrderKey> Keys = new(StringComparer.Ordinal)
    {
        ["create_time"] = ProjectOrderKey.CreateTime,
        ["update_time"] = ProjectOrderKey.UpdateTime,
        ["total_investment_yuan"] = ProjectOrderKey.TotalInvestmentYuan,
    };

    /// <summary>Reads an order as AIP-132 writes it: a field, with <c> desc</c> behind it or not; empty is the order of creation.</summary>
    /// <exception cref="DomainException">UNKNOWN_ORDER.</exception>
    public static ProjectOrder Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return default;
        if (Keys.TryGetValue(parts[0], out var key) && (parts.Length == 1 || (parts.Length == 2 && parts[1] is "asc" or "desc")))
            return new ProjectOrder(key, parts[^1] == "desc");
        var fields = string.Join(", ", Keys.Keys);
        throw DomainException.Invalid("order_by", "UNKNOWN_ORDER", new LocalText($"排序字段须为 {fields} 之一，可加 desc。", $"The order is one of {fields}, with desc behind it or not."));
    }

    /// <summary>Gives the place of a project in this order, for the token of the next page.</summary>
    public ProjectPlace PlaceOf(Project project) => Key switch
    {
        ProjectOrderKey.UpdateTime => new ProjectPlace(project.UpdateTime.Ticks, project.Id),
        ProjectOrderKey.TotalInvestmentYuan => new ProjectPlace(project.Facts.TotalInvestmentYuan, project.Id),
        _ => new ProjectPlace(0, project.Id),
    };
}

/// <summary>Place of a project in an order.</summary>
/// <param name="Value">Value of the order's field: yuan, or ticks of a time (UTC); 0 in the order of creation.</param>
/// <param name="Id">The project.</param>
internal sealed record ProjectPlace(long Value, string Id);
