using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>Keeps one stream's times and counts.</summary>
internal sealed partial class StreamAccount(Exchange exchange, TimeProvider time, ILogger logger)
{
    private readonly ModelMetrics.Tokens _series = exchange.Metrics.Of;
    private readonly StreamCut? _cut = exchange.Meter.IsLimited ? new StreamCut(exchange.Meter) : null;
    private long _lastEventAt;

    /// <summary>The last events for the client when the token budget is used up; null while the stream may go on.</summary>
    public byte[]? Farewell => _cut?.Farewell;

    /// <summary>Counts the whole events at the start of what was read.</summary>
    /// <param name="read">Starts where an event starts.</param>
    /// <param name="passed">How many of these bytes are for the client: a worker's closing comment with its counts is not.</param>
    /// <returns>Where the last whole event ends; 0 when there is none.</returns>
    public int Count(ReadOnlySpan<byte> read, out int passed)
    {
        int whole = EventScanner.Scan(read, out EventTally tally);
        if (tally.Events > 0)
        {
            Record(tally.Events);
        }

        _cut?.Take(read[..whole], tally.Events);
        if (tally.UsageLength > 0 && UsageReader.TryRead(read.Slice(tally.UsageStart, tally.UsageLength), out TokenCounts counts))
        {
            exchange.Reported = counts;
        }

        bool comment = tally.CommentLength > 0 && TakeComment(read.Slice(tally.CommentStart, tally.CommentLength));
        passed = comment && tally.CommentStart + tally.CommentLength == whole ? tally.CommentStart : whole;
        return whole;
    }

    /// <summary>The stream ended without a final blank line: what is left is an event all the same.</summary>
    public void CountRest(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            Count([.. rest, .. "\n\n"u8], out _);
        }
    }

    /// <summary>The worker died, or fell silent, in the middle of its answer.</summary>
    /// <returns>What the client is told.</returns>
    public OpenAiError Break(IOException fault)
    {
        exchange.Outcome = Outcome.Interrupted;
        LogInterrupted(exchange.RequestId, exchange.DecodeWorker!.Id, exchange.Events, fault.Message);
        return fault is WorkerStalledException ? WorkerFaults.Silent(exchange.DecodeWorker.Id) : WorkerFaults.Died(exchange.DecodeWorker.Id);
    }

    private bool TakeComment(ReadOnlySpan<byte> comment)
    {
        if (!UsageComment.TryParse(comment, out TokenUsage usage))
        {
            return false;
        }

        exchange.Reported = new TokenCounts(usage.PromptTokens, usage.CompletionTokens, usage.CachedTokens);
        return true;
    }

    private void Record(int events)
    {
        long now = time.GetTimestamp();
        if (exchange.Events == 0)
        {
            TimeSpan first = time.GetElapsedTime(exchange.ArrivedAt, now);
            exchange.TimeToFirstToken = first;
            exchange.Track?.FirstToken();
            _series.TimeToFirst.Observe(first.TotalSeconds);
        }
        else
        {
            _series.InterToken.Observe(time.GetElapsedTime(_lastEventAt, now).TotalSeconds);
        }

        // Events that come together come without a wait between them.
        if (events > 1)
        {
            _series.InterToken.Observe(0, events - 1);
        }

        exchange.Events += events;
        _lastEventAt = now;
    }

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning,
        Message = "request_id={RequestId} phase=gateway decode worker {Worker} broke off after {Events} events: {Reason}")]
    private partial void LogInterrupted(string requestId, string worker, int events, string reason);
}
