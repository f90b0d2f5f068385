using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Where a prompt is computed, and why.</summary>
/// <param name="Verdict">Place and reason.</param>
/// <param name="Prefill">Prefill workers in the order to try them; empty when local.</param>
/// <param name="Estimate">What it was decided by; null when the policy alone decided.</param>
internal sealed record SplitDecision(SplitVerdict Verdict, PickedWorker[] Prefill, SplitEstimate? Estimate)
{
    /// <summary><c>split</c> or <c>local</c>.</summary>
    public string Place => Verdict.Place;

    /// <summary>One word for programs, for example <c>policy-require</c>.</summary>
    public string Reason => Verdict.Word;

    /// <summary>The value of the header <c>x-gateway-decision</c>.</summary>
    public string Header => Verdict.Header;

    /// <summary>Prefill workers in the order to try them; empty when local.</summary>
    public WorkerEndpoint[] PrefillCandidates { get; } = Array.ConvertAll(Prefill, picked => picked.Worker);

    /// <summary>What the request will count for.</summary>
    public Routed Route(in Placement placement, in PickedWorker decode) => new(
        placement.Model,
        decode.Worker.Load,
        Prefill is [var first, ..] ? first.Worker.Load : null,
        placement.PromptTokens,
        placement.PromptTokens - (Prefill is [var computing, ..] ? computing : decode).CachedTokens,
        placement.AnswerTokens);
}
