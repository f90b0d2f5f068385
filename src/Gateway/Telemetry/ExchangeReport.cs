namespace InferenceGateway.Gateway.Telemetry;

/// <summary>The metrics and the one log line of a finished request.</summary>
internal sealed partial class ExchangeReport(TimeProvider time, ILogger logger)
{
    public void Write(Exchange exchange, HttpContext context)
    {
        int status = context.Response.StatusCode;
        Outcome outcome = exchange.Outcome ?? ByStatus(status);
        TokenCounts tokens = exchange.Reported ?? new TokenCounts(0, exchange.Events, 0);
        Count(exchange, outcome, tokens);
        if (logger.IsEnabled(LogLevel.Information))
        {
            Log(exchange, status, outcome, tokens);
        }
    }

    private static void Count(Exchange exchange, Outcome outcome, in TokenCounts tokens)
    {
        exchange.Metrics.CountRequest(exchange.Route, outcome);
        if (tokens != default)
        {
            ModelMetrics.Tokens series = exchange.Metrics.Of;
            series.Prompt.Inc(tokens.Prompt);
            series.Generated.Inc(tokens.Completion);
            series.Cached.Inc(tokens.Cached);
        }
    }

    private void Log(Exchange exchange, int status, Outcome outcome, in TokenCounts tokens)
    {
        string outcomeName = Names.Of(outcome);
        double? ttftMs = exchange.TimeToFirstToken?.TotalMilliseconds;
        double totalMs = time.GetElapsedTime(exchange.ArrivedAt).TotalMilliseconds;
        LogRequest(
            exchange.RequestId,
            exchange.Model,
            exchange.DecodeWorker?.Id,
            exchange.PrefillWorker,
            status,
            outcomeName,
            tokens.Prompt,
            tokens.Completion,
            ttftMs,
            totalMs);
    }

    private static Outcome ByStatus(int status) => status switch
    {
        < 400 => Outcome.Success,
        < 500 => Outcome.ClientError,
        _ => Outcome.WorkerError,
    };

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information,
        Message = "request_id={RequestId} phase=gateway model={Model} decode_worker={DecodeWorker} prefill_worker={PrefillWorker} "
            + "status={Status} outcome={Outcome} prompt_tokens={PromptTokens} generation_tokens={GenerationTokens} "
            + "ttft_ms={TtftMs} total_ms={TotalMs}")]
    private partial void LogRequest(
        string requestId,
        string? model,
        string? decodeWorker,
        string? prefillWorker,
        int status,
        string outcome,
        long promptTokens,
        long generationTokens,
        double? ttftMs,
        double totalMs);
}
