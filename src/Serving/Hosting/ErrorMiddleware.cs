using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Serving.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Writes every fault in OpenAI's envelope. What is not the client's business stays in the log, under the request id.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405 })
            {
                await WriteAsync(context, NotServed(context));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to tell.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            OpenAiError error = ErrorOf(fault, context.TraceIdentifier);
            if (error.Status == StatusCodes.Status500InternalServerError)
            {
                ServingLog.RequestFailed(logger, fault, context.TraceIdentifier);
            }

            await WriteAsync(context, error);
        }
    }

    /// <summary>What a client is told of a fault.</summary>
    public static OpenAiError ErrorOf(Exception fault, string requestId) => fault switch
    {
        OpenAiException told => told.Error,
        BadHttpRequestException { StatusCode: 413 } => OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax),
        BadHttpRequestException bad => new OpenAiError(bad.StatusCode, new OpenAiErrorBody(bad.Message, "invalid_request_error", null, null)),
        _ => OpenAiError.Internal(requestId),
    };

    private static OpenAiError NotServed(HttpContext context) => context.Response.StatusCode == 405
        ? new OpenAiError(405, new OpenAiErrorBody(
            $"{context.Request.Method} is not allowed for {context.Request.Path}.", "invalid_request_error", null, "method_not_allowed"))
        : new OpenAiError(404, new OpenAiErrorBody($"There is nothing at {context.Request.Path}.", "invalid_request_error", null, "unknown_url"));

    private static async Task WriteAsync(HttpContext context, OpenAiError error)
    {
        context.Response.StatusCode = error.Status;
        context.Response.ContentType = "application/json";
        if (error.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
        }

        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new OpenAiErrorEnvelope(error.Body), ContractsJsonContext.Default.OpenAiErrorEnvelope);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }
}
