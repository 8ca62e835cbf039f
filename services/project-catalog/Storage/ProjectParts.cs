using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Renovation.ProjectCatalog.Library;

namespace Renovation.ProjectCatalog.Storage;

/// <summary>Keeps the small parts of a project, which are read and written with it only, as JSON in its row.</summary>
internal static class ProjectParts
{
    public static ValueConverter<List<MembershipInterval>, string> Memberships { get; } = new(list => Write(list), text => ReadMemberships(text));

    public static ValueConverter<List<Procedure>, string> Procedures { get; } = new(list => Write(list), text => ReadProcedures(text));

    public static ValueComparer<List<MembershipInterval>> MembershipsComparer { get; } =
        new((left, right) => Write(left!) == Write(right!), list => Write(list).GetHashCode(StringComparison.Ordinal), list => ReadMemberships(Write(list)));

    public static ValueComparer<List<Procedure>> ProceduresComparer { get; } =
        new((left, right) => Write(left!) == Write(right!), list => Write(list).GetHashCode(StringComparison.Ordinal), list => ReadProcedures(Write(list)));

    private static string Write(List<MembershipInterval> list) =>
        list.Count == 0 ? "[]" : JsonSerializer.Serialize(list.Select(stay => new StoredStay(stay.AdmitDate, stay.Approver, stay.WithdrawDate, stay.Reason, stay.Note, stay.AdmitReason)));

    // Only what a person has stated: every project has one procedure of each kind.
    private static string Write(List<Procedure> list)
    {
        var stated = list.Where(procedure => !procedure.Untouched).ToList();
        return stated.Count == 0
            ? "[]"
            : JsonSerializer.Serialize(stated.Select(one => new StoredProcedure(one.Kind, one.State, one.DocumentNumber, one.Authority, one.DocumentDate, one.Attachments.Count == 0 ? null : one.Attachments)));
    }

    private static List<MembershipInterval> ReadMemberships(string text) =>
        text == "[]" ? [] : [.. JsonSerializer.Deserialize<StoredStay[]>(text)!.Select(one => MembershipInterval.Restore(one.Admit, one.Approver, one.AdmitReason ?? "", one.Withdraw, one.Reason, one.Note))];

    private static List<Procedure> ReadProcedures(string text)
    {
        var stored = text == "[]" ? [] : JsonSerializer.Deserialize<StoredProcedure[]>(text)!.ToDictionary(one => one.Kind);
        return [.. Enum.GetValues<ProcedureKind>().Select(kind => stored.GetValueOrDefault(kind) is { } one ? Procedure.Restore(kind, one.State, one.Number, one.Authority, one.Date, one.Attachments ?? []) : new Procedure(kind))];
    }

    // Rows of before the reason was kept have none.
    private sealed record StoredStay(DateOnly Admit, string Approver, DateOnly? Withdraw, WithdrawalReason Reason, string Note, string? AdmitReason = null);

    private sealed record StoredProcedure(ProcedureKind Kind, ProcedureState State, string Number, string Authority, DateOnly? Date, IReadOnlyList<string>? Attachments = null);
}
