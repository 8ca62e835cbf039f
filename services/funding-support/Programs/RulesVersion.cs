namespace Renovation.FundingSupport.Programs;

/// <summary>The rules of a program as they were from one change to the next; never changed.</summary>
internal sealed class RulesVersion(string program, int number, ProgramRules rules)
{
    /// <summary>Id of the program.</summary>
    public string Program { get; } = program;

    /// <summary>Number, from 1.</summary>
    public int Number { get; } = number;

    public ProgramRules Rules { get; } = rules;
}
