using System.Globalization;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>Writes errors in OpenAI's shape.</summary>
internal static class ErrorEnvelope
{
    /// <summary>Replaces whatever was prepared; the response must not have started.</summary>
    public static Task WriteAsync(HttpContext context, OpenAiError error)
    {
        HttpResponse response = context.Response;
        var exchange = Exchange.Of(context);
        string? allow = response.Headers.Allow;
        response.Clear();
        response.StatusCode = error.Status;
        response.Headers.Allow = allow;
        response.Headers[HeaderNames.RequestId] = exchange.RequestId;
        if (exchange.Decision is { } decision)
        {
            response.Headers[HeaderNames.Decision] = decision.Header;
        }

        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        byte[] body = Serialize(error);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    /// <summary>The envelope as UTF-8 JSON, on one line.</summary>
    public static byte[] Serialize(OpenAiError error) =>
        JsonSerializer.SerializeToUtf8Bytes(new OpenAiErrorEnvelope(error.Body), ContractsJsonContext.Default.OpenAiErrorEnvelope);
}
