namespace Renovation.FundingSupport.Ledger;

/// <summary>What a posting is based on.</summary>
/// <param name="Voucher">Number of the document or voucher.</param>
/// <param name="BankReference">Reference of the bank transfer, empty when there is none.</param>
/// <param name="DecisionDocument">Number of the decision that a recovery or release follows, else empty.</param>
internal readonly record struct Papers(string Voucher, string BankReference = "", string DecisionDocument = "");
