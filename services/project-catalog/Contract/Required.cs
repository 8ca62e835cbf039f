using Google.Protobuf;
using Renovation.Shared.Errors;

namespace Renovation.ProjectCatalog.Contract;

/// <summary>Refuses requests that lack their resource.</summary>
internal static class Required
{
    /// <summary>Gives the message.</summary>
    /// <exception cref="DomainException">REQUIRED: the message is absent.</exception>
    public static TMessage Message<TMessage>(TMessage? message, string field)
        where TMessage : class, IMessage =>
        message ?? throw DomainException.Invalid(field, "REQUIRED", new LocalText("必填。", "It is required."));
}
