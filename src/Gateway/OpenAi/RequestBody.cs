using System.Buffers;
using System.IO.Pipelines;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// Reads a body's head while the body stays in the server's buffers: everything is examined, nothing consumed, so that the
/// forwarder sends the very bytes that were checked and no second copy exists.
/// </summary>
internal static class RequestBody
{
    /// <returns>The head, and the body's length in bytes.</returns>
    /// <exception cref="OpenAiException">413, 415 or 400.</exception>
    public static async ValueTask<(RequestHead Head, long Bytes)> ReadHeadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        CheckHeaders(request);
        PipeReader pipe = request.BodyReader;
        while (true)
        {
            ReadResult read = await pipe.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > Limits.RequestBodyBytesMax)
            {
                throw new OpenAiException(OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax));
            }

            try
            {
                if (read.IsCompleted)
                {
                    return (Parse(read.Buffer), read.Buffer.Length);
                }
            }
            finally
            {
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
    }

    private static RequestHead Parse(in ReadOnlySequence<byte> body) =>
        body.IsEmpty
            ? throw new OpenAiException(OpenAiError.Invalid("The request body is empty; it must be a JSON object."))
            : RequestHeadReader.Read(body);

    private static void CheckHeaders(HttpRequest request)
    {
        if (request.ContentLength > Limits.RequestBodyBytesMax)
        {
            throw new OpenAiException(OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax));
        }

        if (!string.Equals(request.ContentType, "application/json", StringComparison.OrdinalIgnoreCase) && !request.HasJsonContentType())
        {
            throw Unsupported($"Unsupported content type '{request.ContentType}'; send 'application/json'.", "unsupported_content_type");
        }

        if (request.Headers.ContentEncoding.Count != 0)
        {
            throw Unsupported($"Unsupported content encoding '{request.Headers.ContentEncoding}'; send the body as it is.", "unsupported_content_encoding");
        }
    }

    private static OpenAiException Unsupported(string message, string code) =>
        new(new OpenAiError(StatusCodes.Status415UnsupportedMediaType, new OpenAiErrorBody(message, "invalid_request_error", null, code)));
}
