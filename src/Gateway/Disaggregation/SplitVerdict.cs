using System.Collections.Frozen;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>The words for a reason, made once.</summary>
internal sealed record SplitVerdict(SplitReason Reason, string Place, string Word)
{
    private static readonly FrozenDictionary<SplitReason, SplitVerdict> _all = new SplitVerdict[]
    {
        new(SplitReason.PolicyNever, "local", "policy-never"),
        new(SplitReason.PolicyRequire, "split", "policy-require"),
        new(SplitReason.NoPrefillWorker, "local", "no-prefill-worker"),
        new(SplitReason.PromptHeld, "local", "prompt-held"),
        new(SplitReason.PrefillBusy, "local", "prefill-busy"),
        new(SplitReason.LocalCheaper, "local", "local-cheaper"),
        new(SplitReason.StreamsSpared, "split", "streams-spared"),
        new(SplitReason.DecodeBusy, "split", "decode-busy"),
        new(SplitReason.RemoteCheaper, "split", "remote-cheaper"),
        new(SplitReason.Refused, "refused", "no-prefill-worker"),
    }.ToFrozenDictionary(verdict => verdict.Reason);

    /// <summary>The value of the header <c>x-gateway-decision</c>.</summary>
    public string Header { get; } = $"{Place};{Word}";

    public bool Splits => Place == "split";

    public static IEnumerable<SplitVerdict> All => _all.Values;

    public static SplitVerdict Of(SplitReason reason) => _all[reason];
}
