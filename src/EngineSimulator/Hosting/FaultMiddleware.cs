using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Hosting;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>Gives every request its id, and makes answers of faults.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = RequestIds.Of(context.Request.Headers[HeaderNames.RequestId]);
        context.Response.Headers[HeaderNames.RequestId] = context.TraceIdentifier;
        try
        {
            await next(context);
            if (ErrorEnvelope.Unanswered(context) is { } error)
            {
                await ErrorEnvelope.WriteAsync(context, error, HeaderNames.RequestId);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to tell.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            await ErrorEnvelope.WriteAsync(context, Answer(fault, context.TraceIdentifier), HeaderNames.RequestId);
        }
    }

    private OpenAiError Answer(Exception fault, string requestId)
    {
        if (ErrorEnvelope.Of(fault) is { } known)
        {
            return known;
        }

        SimulatorLog.RequestFailed(logger, fault, requestId);
        return OpenAiError.Internal(requestId);
    }
}
