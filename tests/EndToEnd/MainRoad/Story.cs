using System.Globalization;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>What happens to a project in 2017, as of a quarter; made up (样例).</summary>
/// <param name="CompletesIn">Quarter in which it is completed, null when it is not in the year.</param>
/// <param name="Number">The quarter.</param>
internal sealed record Story(ReturnLine Line, bool Started, int? CompletesIn, int Number = 2)
{
    private const long Wan = 10_000;

    public bool Completed => CompletesIn <= Number;

    public long YearToDate => YearToDateIn(Number);

    public long Quarter => Number == 2 ? YearToDate / 2 / Wan * Wan : YearToDate - YearToDateIn(Number - 1);

    public long Cumulative => Line.OpeningInvestmentYuan + YearToDate;

    public string StartDate => !Started ? "" : Line.OpeningInvestmentYuan > 0 ? "2016-03-01" : "2017-03-15";

    public string CompletionDate => !Completed ? "" : $"2017-{CompletesIn * 3:00}-20";

    public Project.Types.Stage Stage => Completed ? Project.Types.Stage.Completed : Project.Types.Stage.UnderConstruction;

    /// <summary>Those still preliminary have not started; of the others that complete in the year, a third is completed in each of the last three quarters.</summary>
    public static Story Of(ReturnLine line, PlanEntry entry) => new(line, !entry.Preliminary, !entry.Preliminary && entry.CompletesInYear ? 2 + entry.Position % 3 : null);

    /// <summary>The same a quarter later.</summary>
    public Story Next(ReturnLine line) => this with { Line = line, Number = Number + 1 };

    /// <summary>Gives the line as it is reported.</summary>
    public ReturnLine Report() => new()
    {
        Name = Line.Name,
        QuarterYuan = Quarter,
        YearToDateYuan = YearToDate,
        CumulativeYuan = Cumulative,
        PhysicalProgress = Started ? "主体施工（样例）" : "前期准备（样例）",
        Explanation = "样例数据说明",
        ActualStartDate = StartDate,
        ActualCompletionDate = CompletionDate,
    };

    public void Fill(ReturnWorkbook book)
    {
        Set(book, "本季度完成", Wan4(Quarter));
        Set(book, "本年累计", Wan4(YearToDate));
        Set(book, "自开工累计", Wan4(Cumulative));
        Set(book, "形象进度", Started ? "主体施工（样例）" : "前期准备（样例）");
        Set(book, "情况说明", "样例数据说明");
        if (Started)
            Set(book, "实际开工", StartDate);
        if (Completed)
            Set(book, "实际", CompletionDate);
    }

    public static string Wan4(long yuan) => (yuan / (decimal)Wan).ToString("0.####", CultureInfo.InvariantCulture);

    private long YearToDateIn(int number) => !Started ? 0 : CompletesIn <= number || number == 4 ? Line.PlannedInvestmentYuan : Line.PlannedInvestmentYuan * number / 4 / Wan * Wan;

    private void Set(ReturnWorkbook book, string header, string value) => book.Set(Line.Project, header, value);
}
