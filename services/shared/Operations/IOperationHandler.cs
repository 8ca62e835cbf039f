using Google.Protobuf;

namespace Renovation.Shared.Operations;

/// <summary>Does the work of an operation, in its transaction and with the rights of who asked for it.</summary>
public interface IOperationHandler
{
    /// <summary>Paths of the methods whose work it does.</summary>
    IReadOnlyCollection<string> Methods { get; }

    /// <summary>Does it; the transaction is committed together with the answer.</summary>
    /// <param name="method">Path of the method.</param>
    /// <param name="request">What it was called with.</param>
    Task<IMessage> RunAsync(string method, byte[] request, CancellationToken cancellationToken);
}
