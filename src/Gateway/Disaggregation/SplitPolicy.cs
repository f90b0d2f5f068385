namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>When a request's prompt is computed by the prefill pool.</summary>
public enum SplitPolicy
{
    /// <summary>The decode worker computes every prompt itself.</summary>
    Never,

    /// <summary>Only when the hand-off costs less than it saves.</summary>
    WhenUseful,

    /// <summary>Always; without a prefill worker the request is refused.</summary>
    Require,
}
