using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Log messages of KV transfers; ids 2100 to 2199.</summary>
internal static partial class KvTransferLog
{
    [LoggerMessage(2100, LogLevel.Information,
        "request_id={RequestId} phase=transfer direction={Direction} from={From} to={To} tokens={Tokens} bytes={Bytes} ms={Milliseconds}")]
    public static partial void Completed(
        ILogger logger, string requestId, KvTransferDirection direction, string from, string to, int tokens, long bytes, double milliseconds);

    [LoggerMessage(2101, LogLevel.Warning,
        "request_id={RequestId} phase=transfer direction={Direction} from={From} to={To} tokens={Tokens} bytes={Bytes} failed: {Refusal}, {Reason}")]
    public static partial void Failed(
        ILogger logger,
        string requestId,
        KvTransferDirection direction,
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
