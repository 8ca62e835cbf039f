using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Renovation.Protos.Catalog.V1;
using Renovation.Protos.Funding.V1;
using Renovation.Protos.Progress.V1;
using Renovation.Shared.Errors;

namespace Renovation.Gateway.Console;

/// <summary>What happened to one project, from every service that the person may ask, the latest first.</summary>
internal sealed class ProjectTimeline(string id, Language language)
{
    private const int Most = 200;

    public async Task<IReadOnlyList<(string Day, string Text, string? Link)>> ReadAsync(CallInvoker calls, Project project, CancellationToken cancellationToken)
    {
        var investments = CallFailures.OptionalAsync(new ReturnService.ReturnServiceClient(calls).ListInvestmentsAsync(new ListInvestmentsRequest { Parent = $"projects/{id}", PageSize = Most }, cancellationToken: cancellationToken));
        var problems = CallFailures.OptionalAsync(new ProblemService.ProblemServiceClient(calls).ListProblemsAsync(new ListProblemsRequest { Project = id, PageSize = Most }, cancellationToken: cancellationToken));
        var visits = CallFailures.OptionalAsync(new VisitService.VisitServiceClient(calls).ListVisitsAsync(new ListVisitsRequest { Project = id, PageSize = Most }, cancellationToken: cancellationToken));
        var postings = CallFailures.OptionalAsync(new LedgerService.LedgerServiceClient(calls).ListPostingsAsync(new ListPostingsRequest { Project = id, PageSize = Most }, cancellationToken: cancellationToken));
        var applications = CallFailures.OptionalAsync(new ApplicationService.ApplicationServiceClient(calls).ListApplicationsAsync(new ListApplicationsRequest { Project = id, PageSize = Most }, cancellationToken: cancellationToken));
        var events = Own(project)
            .Concat((await investments)?.Investments.Select(Of) ?? [])
            .Concat((await problems)?.Problems.SelectMany(Of) ?? [])
            .Concat((await visits)?.Visits.Select(Of) ?? [])
            .Concat((await applications)?.Applications.Select(Of) ?? [])
            .Concat((await postings)?.Postings.Select(Of) ?? []);
        return [.. events.Where(entry => entry.Day.Length > 0).OrderByDescending(entry => entry.Day, StringComparer.Ordinal)];
    }

    private IEnumerable<(string Day, string Text, string? Link)> Own(Project project)
    {
        foreach (var interval in project.Memberships)
        {
            yield return (interval.AdmitDate, L("入库", "Admitted to the library"), null);
            yield return (interval.WithdrawDate, L($"退库 {interval.Note}", $"Withdrawn {interval.Note}"), null);
        }

        yield return (project.ActualStartDate, L("开工", "Construction began"), null);
        yield return (project.ActualCompletionDate, L("竣工", "Completed"), null);
        yield return (project.ActualProductionDate, L("投产", "In production"), null);
        foreach (var step in project.Procedures.Where(step => step.State == Procedure.Types.State.Obtained))
        {
            var name = ProjectTexts.Procedure(step.Kind).In(language);
            yield return (step.DocumentDate, L($"取得{name} {step.DocumentNumber}", $"Obtained: {name} {step.DocumentNumber}"), null);
        }
    }

    private (string Day, string Text, string? Link) Of(Investment investment) => (
        DayOf(investment.AcceptTime),
        L($"{ReturnTexts.PeriodOf(investment.Period)} 季报已接收：本季 {Figures.InWan(investment.QuarterYuan)} 万元，累计 {Figures.InWan(investment.CumulativeYuan)} 万元", $"Return of {ReturnTexts.PeriodOf(investment.Period)} accepted: {Figures.InWan(investment.QuarterYuan)} in the quarter, {Figures.InWan(investment.CumulativeYuan)} altogether (10k yuan)"),
        null);

    private IEnumerable<(string Day, string Text, string? Link)> Of(Problem problem)
    {
        var link = $"/console/{problem.Name}";
        yield return (problem.RaiseDate, L($"问题：{problem.Text}", $"Problem: {problem.Text}"), link);
        yield return (problem.ResolveDate, L($"问题已解决：{problem.Result}", $"Problem resolved: {problem.Result}"), link);
    }

    private (string Day, string Text, string? Link) Of(Visit visit) => (visit.VisitDate, L($"现场督查：{visit.Summary}", $"Site visit: {visit.Summary}"), null);

    private (string Day, string Text, string? Link) Of(Application application) => (
        DayOf(application.CreateTime),
        L($"申请扶持 {Figures.InWan(application.RequestedYuan)} 万元：{FundingTexts.State(application.State).Zh}", $"Support of {Figures.InWan(application.RequestedYuan)} (10k yuan) asked for: {FundingTexts.State(application.State).En}"),
        $"/console/{application.Name}");

    private (string Day, string Text, string? Link) Of(LedgerPosting posting) => (
        DayOf(posting.PostTime),
        $"{FundingTexts.Posting(posting.Kind).In(language)} {Figures.InWan(posting.AmountYuan)}{L(" 万元", " (10k yuan)")} {posting.Voucher}",
        null);

    private static string DayOf(Timestamp time) => time.ToDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string L(string zh, string en) => language.Say(zh, en);
}
