using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>The one place where faults become answers.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (ErrorEnvelope.Unanswered(context) is { } error)
            {
                await WriteAsync(context, error);
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            Exchange.Of(context).Outcome ??= Outcome.ClientClosed;
        }
        catch (Exception fault)
        {
            await AnswerAsync(context, fault);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception fault)
    {
        var exchange = Exchange.Of(context);
        OpenAiError error = Map(fault, exchange);
        if (context.Response.HasStarted)
        {
            // Cut the connection: a clean end would pass a torn answer off as a whole one.
            context.Abort();
            return;
        }

        await WriteAsync(context, error);
    }

    private static Task WriteAsync(HttpContext context, OpenAiError error) =>
        ErrorEnvelope.WriteAsync(context, error, HeaderNames.RequestId, HeaderNames.Decision);

    private OpenAiError Map(Exception fault, Exchange exchange)
    {
        if (ErrorEnvelope.Of(fault) is not { } known)
        {
            exchange.Outcome = Outcome.InternalError;
            LogFailed(fault, exchange.RequestId);
            return OpenAiError.Internal(exchange.RequestId);
        }

        exchange.Outcome ??= known.Status == StatusCodes.Status503ServiceUnavailable ? Outcome.Unavailable : null;
        return known;
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "request_id={RequestId} phase=gateway failed inside the gateway")]
    private partial void LogFailed(Exception fault, string requestId);
}
