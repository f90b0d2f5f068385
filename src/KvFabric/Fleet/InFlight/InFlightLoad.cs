namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>What is in flight on one worker.</summary>
/// <param name="Requests">Requests sent and not finished.</param>
/// <param name="PrefillTokens">Prompt tokens of those whose first token has not come yet, as far as they must be computed.</param>
/// <param name="DecodeTokens">Tokens held by those whose first token has come.</param>
public readonly record struct InFlightLoad(long Requests, long PrefillTokens, long DecodeTokens);
