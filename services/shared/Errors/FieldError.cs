namespace Renovation.Shared.Errors;

/// <summary>Says what is wrong with one field or cell.</summary>
/// <param name="Field">Path in the request, e.g. <c>project.total_investment_yuan</c>, or sheet and cell, e.g. <c>附件1!L7</c>.</param>
/// <param name="Reason">Code of the rule, UPPER_SNAKE.</param>
/// <param name="Message">The reason for people.</param>
public sealed record FieldError(string Field, string Reason, LocalText Message);
