namespace Renovation.FundingSupport.Awards;

/// <summary>Money that is to move on an award.</summary>
/// <param name="Key">Idempotency key of the posting.</param>
/// <param name="AmountYuan">How much.</param>
/// <param name="Actor">Who moves it.</param>
/// <param name="Papers">What it is based on.</param>
/// <param name="Time">When (UTC).</param>
internal sealed record Payment(string Key, long AmountYuan, string Actor, Ledger.Papers Papers, DateTime Time);
