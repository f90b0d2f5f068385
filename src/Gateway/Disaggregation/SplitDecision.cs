using InferenceGateway.Gateway.Scheduling;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Where a prompt is computed, and why.</summary>
/// <param name="Place"><c>split</c> or <c>local</c>.</param>
/// <param name="Reason">One word for programs, for example <c>policy-require</c>.</param>
/// <param name="PrefillCandidates">Prefill workers in the order to try them; empty when local.</param>
internal sealed record SplitDecision(string Place, string Reason, WorkerEndpoint[] PrefillCandidates)
{
    /// <summary>The value of the header <c>x-gateway-decision</c>.</summary>
    public string Header { get; } = $"{Place};{Reason}";
}
