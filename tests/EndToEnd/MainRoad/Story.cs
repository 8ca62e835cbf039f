using System.Globalization;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Progress.V1;

namespace Renovation.Tests.EndToEnd.MainRoad;

/// <summary>What happens to a project in the second quarter of 2017; made up (样例).</summary>
internal sealed record Story(ReturnLine Line, bool Started, bool Completed)
{
    private const long Wan = 10_000;

    public long YearToDate => !Started ? 0 : Completed ? Line.PlannedInvestmentYuan : Line.PlannedInvestmentYuan / 2 / Wan * Wan;

    public long Quarter => YearToDate / 2 / Wan * Wan;

    public long Cumulative => Line.OpeningInvestmentYuan + YearToDate;

    public string StartDate => !Started ? "" : Line.OpeningInvestmentYuan > 0 ? "2016-03-01" : "2017-03-15";

    public string CompletionDate => Completed ? "2017-06-20" : "";

    public Project.Types.Stage Stage => Completed ? Project.Types.Stage.Completed : Project.Types.Stage.UnderConstruction;

    /// <summary>Every third project that completes in the year is completed; those still preliminary have not started.</summary>
    public static Story Of(ReturnLine line, PlanEntry entry) => new(line, !entry.Preliminary, !entry.Preliminary && entry.CompletesInYear && entry.Position % 3 == 0);

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

    private void Set(ReturnWorkbook book, string header, string value) => book.Set(Line.Project, header, value);
}
