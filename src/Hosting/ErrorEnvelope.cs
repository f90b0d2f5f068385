using System.Globalization;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Hosting;

/// <summary>Faults as OpenAI's clients read them: which status and envelope a fault becomes, and how it is written.</summary>
public static class ErrorEnvelope
{
    /// <summary>What a client is told of a fault; null for one that is the server's own and is nobody else's business.</summary>
    public static OpenAiError? Of(Exception fault) => fault switch
    {
        OpenAiException told => told.Error,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax),
        BadHttpRequestException bad => new OpenAiError(bad.StatusCode, new OpenAiErrorBody(bad.Message, "invalid_request_error", null, null)),
        _ => null,
    };

    /// <summary>Routing leaves a bare status where nothing matched; this is what it should have said, or null if the request was answered.</summary>
    public static OpenAiError? Unanswered(HttpContext context)
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

    /// <summary>Writes an error in place of whatever was prepared, keeping the named headers; the response must not have started.</summary>
    public static Task WriteAsync(HttpContext context, OpenAiError error, params ReadOnlySpan<string> kept)
    {
        HttpResponse response = context.Response;
        List<(string Name, Microsoft.Extensions.Primitives.StringValues Value)> headers = [];
        foreach (string name in kept)
        {
            headers.Add((name, response.Headers[name]));
        }

        headers.Add(("Allow", response.Headers.Allow));
        response.Clear();
        response.StatusCode = error.Status;
        headers.ForEach(header => response.Headers[header.Name] = header.Value);
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

    private static OpenAiError Unknown(int status, string message, string code) =>
        new(status, new OpenAiErrorBody(message, "invalid_request_error", null, code));
}
