using System.Buffers;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>A request body in one rented buffer, no longer than <see cref="Limits.RequestBodyBytesMax"/>.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstRent = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstRent);
    private int _length;

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="OpenAiException">It is longer than the limit (413).</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Limits.RequestBodyBytesMax)
        {
            throw new OpenAiException(OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax));
        }

        PooledBody body = new();
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.Room(), cancellation)) > 0)
            {
                body._length += read;
            }

            return body;
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
        _length = 0;
    }

    private Memory<byte> Room()
    {
        if (_length == _buffer.Length)
        {
            Grow();
        }

        return _buffer.AsMemory(_length);
    }

    private void Grow()
    {
        if (_length > Limits.RequestBodyBytesMax)
        {
            throw new OpenAiException(OpenAiError.BodyTooLarge(Limits.RequestBodyBytesMax));
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Memory.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
