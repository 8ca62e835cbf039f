using Renovation.Shared.Errors;
using Renovation.Shared.Identity;

namespace Renovation.Gateway.Console;

/// <summary>An entry of the menu.</summary>
/// <param name="Path">Path of the page.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Page">The page, which says who sees it.</param>
internal sealed record MenuEntry(string Path, LocalText Title, Type Page);

/// <summary>The menu of the console: everybody sees what their role has to do with.</summary>
internal static class ConsoleMenu
{
    private static readonly MenuEntry[] All =
    [
        new(ConsolePaths.Home, new("总览", "Overview"), typeof(OverviewPage)),
        new("/console/projects", new("项目库", "Library"), typeof(ProjectsPage)),
        new("/console/plans", new("年度计划", "Annual plan"), typeof(PlansPage)),
        new("/console/returns", new("季报", "Returns"), typeof(ReturnsPage)),
        new("/console/reminders", new("提醒与督办", "Reminders"), typeof(RemindersPage)),
        new("/console/problems", new("问题台账", "Problems"), typeof(ProblemsPage)),
        new("/console/visits", new("督查", "Site visits"), typeof(VisitsPage)),
        new("/console/enterprises", new("规上培育", "Enterprises"), typeof(EnterprisesPage)),
        new("/console/programs", new("资金支持", "Funding"), typeof(ProgramsPage)),
        new("/console/holdings", new("股权", "Holdings"), typeof(HoldingsPage)),
        new("/console/audit", new("审计与消息", "Audit log"), typeof(AuditPage)),
        new("/console/accounts", new("用户", "People"), typeof(AccountsPage)),
        new("/console/clients", new("系统接口", "Client systems"), typeof(ClientsPage)),
        new("/console/settings", new("设置", "Settings"), typeof(SettingsPage)),
    ];

    public static IEnumerable<MenuEntry> For(Role role) => All.Where(entry => ConsoleAccessAttribute.Allows(entry.Page, role));
}
