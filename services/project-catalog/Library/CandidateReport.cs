using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Renovation.Shared.Domain;
using V1 = Renovation.Protos.Catalog.V1;

namespace Renovation.ProjectCatalog.Library;

/// <summary>What was done with a candidate that a return reported.</summary>
internal enum CandidateOutcome
{
    Created = 1,
    Exists = 2,
    Refused = 3,
}

/// <summary>A project that a unit reported for the library in a return, and what became of it; one for each return, owner and title.</summary>
internal sealed class CandidateReport : Aggregate
{
    private CandidateReport(string id, string @return, string enterprise, string title) => (Id, Return, Enterprise, Title) = (id, @return, enterprise, title);

    public string Id { get; }

    /// <summary>Name of the return.</summary>
    public string Return { get; }

    /// <summary>Unified social credit code of the owner, as reported.</summary>
    public string Enterprise { get; }

    /// <summary>Title, as reported.</summary>
    public string Title { get; }

    public CandidateOutcome Outcome { get; private set; }

    /// <summary>Id of the project; empty without one.</summary>
    public string Project { get; private set; } = "";

    /// <summary>Why it was refused, in Chinese; empty when it was not.</summary>
    public string Reason { get; private set; } = "";

    public override string ResourceName => $"candidateReports/{Id}";

    /// <summary>Gives the id of the report on a candidate; the same for the same return, owner and title.</summary>
    public static string IdOf(string @return, string enterprise, string title) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{@return}\n{enterprise}\n{TextFolding.Key(title)}")).AsSpan(0, 16));

    public static CandidateReport Of(string @return, string enterprise, string title) => new(IdOf(@return, enterprise, title), @return, enterprise, title);

    /// <summary>Notes what was done with it. It is told anew each time, so that whoever reported it hears of it again.</summary>
    public void Consider(CandidateOutcome outcome, string project, string reason)
    {
        (Outcome, Project, Reason) = (outcome, project, reason);
        Changed("CONSIDERED", reason);
    }

    public V1.CandidateReport ToProto() => new()
    {
        Name = ResourceName,
        Return = Return,
        Enterprise = Enterprise,
        Title = Title,
        Outcome = (V1.CandidateReport.Types.Outcome)Outcome,
        Project = Project,
        Reason = Reason,
        CreateTime = Timestamp.FromDateTime(CreateTime),
        UpdateTime = Timestamp.FromDateTime(UpdateTime),
        Etag = Etag,
    };
}
