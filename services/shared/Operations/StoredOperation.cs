using Renovation.Shared.Identity;

namespace Renovation.Shared.Operations;

/// <summary>Where an operation is.</summary>
public enum OperationState
{
    /// <summary>It waits or runs.</summary>
    Running = 1,

    /// <summary>It has done what was asked.</summary>
    Succeeded = 2,

    /// <summary>It was refused or failed.</summary>
    Failed = 3,
}

/// <summary>Work that outlives the call that asked for it, as a row of the module's database.</summary>
public sealed class StoredOperation
{
    /// <summary>UUIDv7.</summary>
    public required string Id { get; init; }

    /// <summary>Path of the method that was called.</summary>
    public required string Method { get; init; }

    /// <summary>What it was called with; empty once it ended.</summary>
    public required byte[] Request { get; set; }

    /// <summary>Subject of the caller.</summary>
    public required string Subject { get; init; }

    /// <summary>Role of the caller.</summary>
    public required Role Role { get; init; }

    /// <summary>Unit of the caller.</summary>
    public required string Unit { get; init; }

    /// <summary>Enterprise of the caller, null for others.</summary>
    public string? Enterprise { get; init; }

    /// <summary>Where it is.</summary>
    public OperationState State { get; set; } = OperationState.Running;

    /// <summary>How much is done, 0 to 100.</summary>
    public int Percent { get; set; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; set; }

    /// <summary>Process that runs it; empty while none does.</summary>
    public string Runner { get; set; } = "";

    /// <summary>Until when that process has it for itself.</summary>
    public DateTime LeaseTime { get; set; }

    /// <summary>The answer, once it succeeded.</summary>
    public byte[]? Response { get; set; }

    /// <summary>The refusal as a status, once it failed.</summary>
    public byte[]? Error { get; set; }

    /// <summary>When it was started.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTime? EndTime { get; set; }
}
