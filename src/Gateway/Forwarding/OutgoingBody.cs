using InferenceGateway.Gateway.OpenAi;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>
/// What is sent to a worker: the client's own bytes, with the model's name replaced when the route says so. It reads from memory that
/// is given back when the request ends, so it must be closed before; a reader that comes later finds nothing.
/// </summary>
internal sealed class OutgoingBody : Stream
{
    private readonly Lock _lock = new();
    private readonly ReadOnlyMemory<byte>[] _parts;
    private int _part;
    private int _at;
    private bool _closed;

    private OutgoingBody(params ReadOnlyMemory<byte>[] parts)
    {
        _parts = parts;
        Length = parts.Sum(part => (long)part.Length);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A body as it is.</summary>
    public static OutgoingBody Of(ReadOnlyMemory<byte> body) => new(body);

    /// <param name="body">The client's body.</param>
    /// <param name="place">Where a value stands in it.</param>
    /// <param name="replacement">JSON that takes its place; empty to change nothing.</param>
    public static OutgoingBody Of(ReadOnlyMemory<byte> body, BodySpan place, ReadOnlyMemory<byte> replacement) => replacement.IsEmpty
        ? new OutgoingBody(body)
        : new OutgoingBody(body[..place.Start], replacement, body[(place.Start + place.Length)..]);

    public override int Read(Span<byte> buffer)
    {
        lock (_lock)
        {
            int written = 0;
            while (!_closed && _part < _parts.Length && written < buffer.Length)
            {
                written += ReadPart(buffer[written..]);
            }

            return written;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _closed = true;
        }

        base.Dispose(disposing);
    }

    private int ReadPart(Span<byte> buffer)
    {
        ReadOnlySpan<byte> rest = _parts[_part].Span[_at..];
        int count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        (_part, _at) = count == rest.Length ? (_part + 1, 0) : (_part, _at + count);
        return count;
    }
}
