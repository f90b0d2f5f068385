namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>What is in flight on one worker.</summary>
/// <param name="Requests">Requests routed and not finished.</param>
/// <param name="Prefills">Requests routed whose first token has not come.</param>
/// <param name="PrefillTokens">Prompt tokens still to be computed for them.</param>
/// <param name="DecodeTokens">Tokens that running requests hold or will hold, prompts and answers.</param>
public readonly record struct InFlight(int Requests, int Prefills, long PrefillTokens, long DecodeTokens)
{
    /// <summary>The sum of both.</summary>
    public static InFlight operator +(InFlight left, InFlight right) => new(
        left.Requests + right.Requests,
        left.Prefills + right.Prefills,
        left.PrefillTokens + right.PrefillTokens,
        left.DecodeTokens + right.DecodeTokens);

    /// <summary>The sum of both.</summary>
    public static InFlight Add(InFlight left, InFlight right) => left + right;
}
