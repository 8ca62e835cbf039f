using System.Globalization;
using System.Linq.Expressions;

namespace Renovation.ProjectCatalog.Enterprises;

/// <summary>The threshold of the above-scale directory.</summary>
/// <param name="ThresholdYuan">Main business revenue a year from which an industrial enterprise belongs into the directory, in yuan.</param>
internal sealed record AboveScale(long ThresholdYuan)
{
    /// <summary>Threshold of the statistics system since 2011, which the reference case of 2017 uses.</summary>
    private const long Default = 20_000_000;

    /// <summary>Enterprises to be urged, as <see cref="DirectoryStanding.ToUrge"/> decides of one.</summary>
    public Expression<Func<Enterprise, bool>> ToUrge => enterprise =>
        enterprise.Standing.State != DirectoryState.Listed && enterprise.Standing.DeclaredMonth == null && enterprise.MergedInto == ""
        && (enterprise.Standing.RevenueYuan >= ThresholdYuan || enterprise.Standing.Production == ProductionStatus.Partial || enterprise.Standing.Production == ProductionStatus.Producing);

    /// <summary>Reads <c>Catalog:AboveScaleThresholdYuan</c>.</summary>
    /// <exception cref="InvalidOperationException">It is no amount above 0.</exception>
    public static AboveScale Read(IConfiguration configuration)
    {
        const string Key = "Catalog:AboveScaleThresholdYuan";
        if (configuration[Key] is not { Length: > 0 } text)
            return new AboveScale(Default);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var yuan) && yuan > 0
            ? new AboveScale(yuan)
            : throw new InvalidOperationException($"The setting {Key} must be an amount in yuan above 0, not \"{text}\".");
    }
}
