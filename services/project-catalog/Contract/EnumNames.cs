using System.Reflection;
using Google.Protobuf.Reflection;

namespace Renovation.ProjectCatalog.Contract;

/// <summary>Gives values of the contract's enumerations their names there.</summary>
internal static class EnumNames
{
    /// <summary>Gives the name, e.g. <c>STAGE_COMPLETED</c>; the number of a value that the contract does not know.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        typeof(TEnum).GetField(value.ToString())?.GetCustomAttribute<OriginalNameAttribute>()?.Name ?? value.ToString("D");
}
