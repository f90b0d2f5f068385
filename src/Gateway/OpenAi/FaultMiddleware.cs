using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>The one place where faults become answers.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (Unanswered(context) is { } error)
            {
                await ErrorEnvelope.WriteAsync(context, error);
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

        await ErrorEnvelope.WriteAsync(context, error);
    }

    private OpenAiError Map(Exception fault, Exchange exchange)
    {
        switch (fault)
        {
            case OpenAiException known:
                exchange.Outcome ??= known.Error.Status == StatusCodes.Status503ServiceUnavailable ? Outcome.Unavailable : null;
                return known.Error;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax);
            case BadHttpRequestException bad:
                return new OpenAiError(bad.StatusCode, new OpenAiErrorBody(bad.Message, "invalid_request_error", null, null));
            default:
                exchange.Outcome = Outcome.InternalError;
                LogFailed(fault, exchange.RequestId);
                return OpenAiError.Internal(exchange.RequestId);
        }
    }

    /// <summary>Routing leaves a bare status where nothing matched.</summary>
    private static OpenAiError? Unanswered(HttpContext context)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
        {
            return null;
        }

        string method = context.Request.Method;
        string path = context.Request.Path;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Unknown(404, $"Unknown request URL: {method} {path}.", "unknown_url"),
            StatusCodes.Status405MethodNotAllowed => Unknown(405, $"{path} does not take {method}.", "method_not_supported"),
            _ => null,
        };
    }

    private static OpenAiError Unknown(int status, string message, string code) =>
        new(status, new OpenAiErrorBody(message, "invalid_request_error", null, code));

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Request {RequestId} failed inside the gateway")]
    private partial void LogFailed(Exception fault, string requestId);
}
