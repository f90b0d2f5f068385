using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Hosting;
using InferenceGateway.Serving.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Serving.Hosting;

/// <summary>The one place where a worker's faults become answers. What is not the client's business stays in the log, under the request id.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
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
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to tell.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, Answer(logger, fault, context.TraceIdentifier));
        }
    }

    /// <summary>What a client is told of a fault; one of the worker's own is logged.</summary>
    public static OpenAiError Answer(ILogger logger, Exception fault, string requestId)
    {
        if (ErrorEnvelope.Of(fault) is { } known)
        {
            return known;
        }

        ServingLog.RequestFailed(logger, fault, requestId);
        return OpenAiError.Internal(requestId);
    }

    private static Task WriteAsync(HttpContext context, OpenAiError error) => ErrorEnvelope.WriteAsync(context, error, HeaderNames.RequestId);
}
