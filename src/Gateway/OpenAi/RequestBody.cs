using System.Buffers;
using System.IO.Pipelines;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>
/// A request's body in one rented buffer, kept until the request ends: it is checked here, sent from here, and sent again from here
/// when a worker fails before it answered.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    private const int UnknownLengthRent = 16 * 1024;

    // A length is only a claim: more is taken when more has come.
    private const int ClaimedLengthRentMax = 256 * 1024;

    private byte[] _buffer;

    private RequestBody(int room) => _buffer = ArrayPool<byte>.Shared.Rent(room);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="OpenAiException">413, 415, or 400 for an empty one.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        CheckHeaders(request);
        var body = new RequestBody((int)Math.Min(request.ContentLength ?? UnknownLengthRent, ClaimedLengthRentMax));
        try
        {
            while (!await body.TakeAsync(request.BodyReader, context.RequestAborted))
            {
            }

            return body.Length > 0
                ? body
                : throw new OpenAiException(OpenAiError.Invalid("The request body is empty; it must be a JSON object."));
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    /// <returns>True when that was the last of it.</returns>
    private async ValueTask<bool> TakeAsync(PipeReader pipe, CancellationToken cancellation)
    {
        ReadResult read = await pipe.ReadAsync(cancellation);
        long length = Length + read.Buffer.Length;
        if (length > Limits.RequestBodyBytesMax)
        {
            pipe.AdvanceTo(read.Buffer.End);
            throw new OpenAiException(OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax));
        }

        Room((int)length);
        read.Buffer.CopyTo(_buffer.AsSpan(Length));
        Length = (int)length;
        pipe.AdvanceTo(read.Buffer.End);
        return read.IsCompleted;
    }

    private void Room(int length)
    {
        if (length > _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * _buffer.Length));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

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
