using Google.Protobuf;

namespace Renovation.Shared.Messaging;

/// <summary>Handles one kind of event of another service.</summary>
/// <remarks>
/// Called once in effect for every event: in the transaction of the inbox of its module's database, in a scope whose caller is the module itself. Saves its changes; does not commit.
/// An event may arrive again or late, so that a handler compares the version and ignores what is not newer.
/// </remarks>
public interface IEventHandler<in TEvent>
    where TEvent : class, IMessage
{
    /// <summary>Takes the event in.</summary>
    Task HandleAsync(TEvent message, CancellationToken cancellationToken);
}
