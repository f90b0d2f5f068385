using Microsoft.Extensions.Logging;

namespace InferenceGateway.Serving.Telemetry;

/// <summary>
/// The worker's log lines. One request id stands in the lines of gateway, prefill and decode worker, each with its phase (KAR-41). Prompt
/// and answer text never do.
/// </summary>
internal static partial class ServingLog
{
    [LoggerMessage(3001, LogLevel.Information,
        "request_id={RequestId} phase=decode worker={Worker} prefill={Prefill} prompt_tokens={PromptTokens} generation_tokens={GenerationTokens} ttft_ms={TimeToFirstTokenMs:F1} total_ms={TotalMs:F1} end={End}")]
    public static partial void Decoded(
        ILogger logger, string requestId, string worker, string prefill, int promptTokens, int generationTokens, double timeToFirstTokenMs, double totalMs, string end);

    [LoggerMessage(3002, LogLevel.Information,
        "request_id={RequestId} phase=prefill worker={Worker} decode={Decode} prompt_tokens={PromptTokens} queue_ms={QueueMs:F1} prefill_ms={PrefillMs:F1} end={End}")]
    public static partial void Prefilled(
        ILogger logger, string requestId, string worker, string decode, int promptTokens, double queueMs, double prefillMs, string end);

    [LoggerMessage(3003, LogLevel.Warning, "request_id={RequestId} phase=handoff worker={Worker} prefill={Prefill} failed: {Reason}")]
    public static partial void HandoffFailed(ILogger logger, string requestId, string worker, string prefill, string reason);

    [LoggerMessage(3004, LogLevel.Error, "request_id={RequestId} failed")]
    public static partial void RequestFailed(ILogger logger, Exception fault, string requestId);

    [LoggerMessage(3005, LogLevel.Information,
        "{Role} worker {Worker} serves {Model}: api {Api}, internal {Internal}, kv {Kv}, {Slots} slots of {Capacity} tokens, arena {ArenaMiB} MiB")]
    public static partial void Ready(
        ILogger logger, string role, string worker, string model, string api, string @internal, string kv, int slots, int capacity, long arenaMiB);
}
