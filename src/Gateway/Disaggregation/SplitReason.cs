namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Why a prompt is computed where it is.</summary>
public enum SplitReason
{
    /// <summary>Local: the policy says never to split.</summary>
    PolicyNever,

    /// <summary>Split: the policy says always to split.</summary>
    PolicyRequire,

    /// <summary>Local: splitting might pay, but no prefill worker takes requests.</summary>
    NoPrefillWorker,

    /// <summary>Local: the decode worker holds at least half of the prompt.</summary>
    PromptHeld,

    /// <summary>Local: the hand-off would pay if the prefill workers had less to do.</summary>
    PrefillBusy,

    /// <summary>Local: the hand-off costs more than it saves.</summary>
    LocalCheaper,

    /// <summary>Split: only because of the streams that run on the decode worker.</summary>
    StreamsSpared,

    /// <summary>Split: only because other prompts wait on the decode worker.</summary>
    DecodeBusy,

    /// <summary>Split: the first token comes sooner.</summary>
    RemoteCheaper,

    /// <summary>Refused: the policy demands a prefill worker and none takes requests.</summary>
    Refused,
}
