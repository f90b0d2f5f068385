namespace InferenceGateway.Contracts;

/// <summary>Names of the HTTP headers that programs of this system read and write.</summary>
public static class HeaderNames
{
    /// <summary>One id for a request in every log and on every hop; given by the client or made by the gateway.</summary>
    public const string RequestId = "x-request-id";

    /// <summary>Which conversation or program a request belongs to, when the client says so.</summary>
    public const string SessionId = "x-session-id";

    /// <summary>Answer: id of the decode worker that produced the stream.</summary>
    public const string DecodeWorker = "x-gateway-decode-worker";

    /// <summary>Answer: id of the prefill worker, when the request was split.</summary>
    public const string PrefillWorker = "x-gateway-prefill-worker";

    /// <summary>Answer: <c>split</c> or <c>local</c>, a semicolon, and the reason.</summary>
    public const string Decision = "x-gateway-decision";

    /// <summary>
    /// Gateway to decode worker, internal port only: ids of prefill workers in the order to try them, comma-separated.
    /// Absent: the decode worker prefills by itself. Workers look the ids up in the directory; an address is never taken
    /// from a request.
    /// </summary>
    public const string PrefillCandidates = "x-inference-prefill-candidates";

    /// <summary>
    /// Gateway to decode worker, internal port only: keeps a tenant's cached prompts apart from everyone else's, besides the
    /// <c>cache_salt</c> of the request. Absent: they are shared.
    /// </summary>
    public const string TenantSalt = "x-inference-tenant-salt";

    /// <summary>Request: the tenant's own division of its requests, served fairly among themselves; counts only where the tenant may name flows.</summary>
    public const string FairnessId = "x-llm-d-inference-fairness-id";

    /// <summary>Older name of <see cref="FairnessId"/>.</summary>
    public const string FairnessIdOld = "x-gateway-inference-fairness-id";

    /// <summary>Request: the priority by name; counts only where the tenant may name flows.</summary>
    public const string Objective = "x-llm-d-inference-objective";

    /// <summary>Older name of <see cref="Objective"/>.</summary>
    public const string ObjectiveOld = "x-gateway-inference-objective";

    /// <summary>Request: milliseconds within which its first token is wanted; it is refused at once when it would wait longer for admission.</summary>
    public const string SloTtftMs = "x-llm-d-slo-ttft-ms";

    /// <summary>Older name of <see cref="SloTtftMs"/>.</summary>
    public const string SloTtftMsOld = "x-slo-ttft-ms";

    /// <summary>Worker to gateway, trailer or header: exact number of prompt tokens.</summary>
    public const string PromptTokens = "x-inference-prompt-tokens";

    /// <summary>Worker to gateway, trailer or header: exact number of generated tokens.</summary>
    public const string CompletionTokens = "x-inference-completion-tokens";

    /// <summary>Worker to gateway, trailer or header: prompt tokens that came from a cache.</summary>
    public const string CachedTokens = "x-inference-cached-tokens";

    /// <summary>Prefix of all internal headers; a gateway and a worker's public port drop them from clients and towards clients.</summary>
    public const string InternalPrefix = "x-inference-";
}
