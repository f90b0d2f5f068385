using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Log messages of KV transfers; ids 2100 to 2199.</summary>
internal static partial class KvTransferLog
{
    [LoggerMessage(2100, LogLevel.Information,
        "KV transfer {Direction}: request {RequestId} phase=transfer from {From} to {To} tokens {Tokens} bytes {Bytes} milliseconds {Milliseconds}")]
    public static partial void Completed(
        ILogger logger, KvTransferDirection direction, string requestId, string from, string to, int tokens, long bytes, double milliseconds);

    [LoggerMessage(2101, LogLevel.Warning,
        "KV transfer {Direction} failed: request {RequestId} phase=transfer from {From} to {To} tokens {Tokens} bytes {Bytes}: {Refusal}, {Reason}")]
    public static partial void Failed(
        ILogger logger,
        KvTransferDirection direction,
        string requestId,
        string from,
        string to,
        int tokens,
        long bytes,
        KvRefusal refusal,
        string reason);

    [LoggerMessage(2102, LogLevel.Warning, "KV connection from {Remote} refused: {Refusal}, {Reason}")]
    public static partial void Refused(ILogger logger, string remote, KvRefusal refusal, string reason);

    [LoggerMessage(2103, LogLevel.Information, "KV listener of worker {WorkerId} on {Endpoint}.")]
    public static partial void Listening(ILogger logger, string workerId, string endpoint);

    [LoggerMessage(2104, LogLevel.Error, "KV connection from {Remote} failed inside this worker.")]
    public static partial void Broken(ILogger logger, Exception exception, string remote);

    [LoggerMessage(2105, LogLevel.Warning, "KV listener could not accept a connection; going on: {Reason}")]
    public static partial void AcceptFailed(ILogger logger, string reason);
}
