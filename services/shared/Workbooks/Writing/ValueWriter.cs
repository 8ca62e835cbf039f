using System.Globalization;

namespace Renovation.Shared.Workbooks.Writing;

/// <summary>Writes one value by the kind of its column or field.</summary>
internal sealed class ValueWriter(SheetWriter sheet, MoneyUnit unit)
{
    /// <summary>Writes the value.</summary>
    /// <exception cref="ArgumentException">When the value is not of the kind.</exception>
    public void Write(int column, CellKind kind, object? value, Look look, string? formula = null)
    {
        switch (kind, value)
        {
            case (_, null) when formula is null:
                sheet.Blank(column, look with { Format = look.Format ?? EmptyFormat(kind) });
                break;
            case (_, null):
                sheet.Number(column, "0", look with { Format = EmptyFormat(kind) }, formula);
                break;
            case (CellKind.Money, long yuan):
                // What people change may get other decimals: a fixed format would hide them.
                var format = look.IsInput || formula is not null ? null : CellText.MoneyFormat(yuan, unit);
                sheet.Number(column, CellText.Money(yuan, unit), look with { Format = format }, formula);
                break;
            case (CellKind.Percent, int or long):
                sheet.Number(column, CellText.Share(Convert.ToInt64(value, CultureInfo.InvariantCulture)), look with { Format = "0.00%" }, formula);
                break;
            case (CellKind.Whole, int or long):
                sheet.Number(column, Convert.ToString(value, CultureInfo.InvariantCulture)!, look with { Format = "0" }, formula);
                break;
            case (CellKind.Date, DateOnly day):
                sheet.Number(column, CellText.Serial(day), look with { Format = "yyyy-mm-dd", Place = HorizontalPlace.Center }, formula);
                break;
            case (CellKind.Month, DateOnly month):
                sheet.Text(column, CellText.Month(month), look with { Format = "@", Place = HorizontalPlace.Center });
                break;
            case (CellKind.Period, MonthRange range):
                sheet.Text(column, CellText.Period(range), look with { Format = "@", Place = HorizontalPlace.Center });
                break;
            case (CellKind.YesNo, bool truth):
                sheet.Text(column, truth ? "是" : "否", look with { Place = HorizontalPlace.Center });
                break;
            case (CellKind.Text or CellKind.Choice, string text):
                sheet.Text(column, text, look with { Wraps = true });
                break;
            case (CellKind.Code, string text):
                sheet.Text(column, text, look with { Format = "@" });
                break;
            default:
                throw new ArgumentException($"A {kind} cell does not take a {value!.GetType().Name}.", nameof(value));
        }
    }

    // Codes and months stay as they are typed: 610102 does not become a number, nor 2017-06 a day.
    private static string? EmptyFormat(CellKind kind) => kind switch
    {
        CellKind.Code or CellKind.Month or CellKind.Period => "@",
        CellKind.Percent => "0.00%",
        CellKind.Date => "yyyy-mm-dd",
        _ => null,
    };
}
