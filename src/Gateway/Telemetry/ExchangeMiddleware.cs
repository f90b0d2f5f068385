using InferenceGateway.Contracts;

namespace InferenceGateway.Gateway.Telemetry;

/// <summary>Gives every request its identity, and accounts for it when it ends, however it ends.</summary>
internal sealed class ExchangeMiddleware(
    RequestDelegate next,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<ExchangeMiddleware> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> _scope = LoggerMessage.DefineScope<string>("{RequestId}");

    private readonly ExchangeReport _report = new(time, logger);

    public async Task InvokeAsync(HttpContext context)
    {
        var exchange = new Exchange(RequestIds.Of(context.Request), time.GetTimestamp(), metrics.Other);
        context.Features.Set(exchange);
        context.Response.Headers[HeaderNames.RequestId] = exchange.RequestId;
        metrics.InFlight.Inc();
        using IDisposable? scope = _scope(logger, exchange.RequestId);
        try
        {
            await next(context);
        }
        finally
        {
            metrics.InFlight.Dec();
            _report.Write(exchange, context);
        }
    }
}
