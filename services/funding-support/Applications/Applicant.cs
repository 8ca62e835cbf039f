namespace Renovation.FundingSupport.Applications;

/// <summary>The project that applies, with who owns it and which unit answers for it.</summary>
internal sealed record Applicant(string Project, string ProjectTitle, string Enterprise, string Unit);
