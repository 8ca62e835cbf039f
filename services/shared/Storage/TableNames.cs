using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Renovation.Shared.Storage;

/// <summary>Names of an entity's table and columns, quoted, for the statements that EF cannot write.</summary>
internal sealed class TableNames
{
    private readonly StoreObjectIdentifier _table;

    private TableNames(IEntityType entity)
    {
        Entity = entity;
        _table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
    }

    public IEntityType Entity { get; }

    public string Table => $"\"{_table.Name}\"";

    public static TableNames Of<TEntity>(DbContext db)
        where TEntity : class => new(db.Model.FindEntityType(typeof(TEntity))!);

    public string Column(string property) => Column(Entity.FindProperty(property)!);

    public string Column(IReadOnlyProperty property) => $"\"{property.GetColumnName(_table)}\"";
}
