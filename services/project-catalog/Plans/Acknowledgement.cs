using Renovation.ProjectCatalog.Library;
using Renovation.Shared.Domain;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Plans;

/// <summary>Whether a unit has acknowledged its list in an issued plan (下达签收).</summary>
internal sealed class Acknowledgement : Aggregate
{
    private Acknowledgement(int year, string unit) => (Year, Unit) = (year, unit);

    public int Year { get; }

    public string Unit { get; }

    /// <summary>Revision that last changed the list of the unit.</summary>
    public int Revision { get; private set; }

    /// <summary>Revision that was last acknowledged, 0 before the first.</summary>
    public int AcknowledgedRevision { get; private set; }

    /// <summary>When it was last acknowledged (UTC), null before the first time.</summary>
    public DateTime? AcknowledgeTime { get; private set; }

    /// <summary>Subject of who acknowledged, empty before the first time.</summary>
    public string Person { get; private set; } = "";

    public string Note { get; private set; } = "";

    public bool IsPending => AcknowledgedRevision < Revision;

    public override string ResourceName => $"plans/{Year}/acknowledgements/{Unit}";

    /// <summary>Asks a unit for its first acknowledgement.</summary>
    public static Acknowledgement Ask(int year, string unit, int revision)
    {
        var asked = new Acknowledgement(year, unit);
        asked.AskAgain(revision);
        return asked;
    }

    /// <summary>Asks the unit to acknowledge what a revision changed.</summary>
    public void AskAgain(int revision)
    {
        Revision = revision;
        Changed("ASKED");
    }

    /// <summary>Acknowledges the list as it is.</summary>
    /// <param name="revision">Revision that was read, 0 for the latest.</param>
    /// <exception cref="DomainException">ALREADY_ACKNOWLEDGED, OTHER_REVISION; LENGTH of the note.</exception>
    public void Acknowledge(int revision, string person, string note, DateTime now)
    {
        Reasons.Limit(note, "note");
        if (revision != 0 && revision != Revision)
            throw DomainException.WrongState("OTHER_REVISION", ResourceName, new LocalText($"清单最近由第 {Revision} 次下达更改，请重新查看后签收。", $"The list was last changed by revision {Revision}: read it again."));
        if (!IsPending)
            throw DomainException.WrongState("ALREADY_ACKNOWLEDGED", ResourceName, new LocalText($"已由 {Person} 签收。", $"{Person} has acknowledged it."));
        (AcknowledgedRevision, Person, Note, AcknowledgeTime) = (Revision, person, note, now);
        Changed("ACKNOWLEDGED", note);
    }
}
