using System.Text;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>The receiver's answers.</summary>
internal static class KvReply
{
    /// <summary>A whole frame.</summary>
    public static byte[] Write(KvRefusal refusal, string reason)
    {
        var text = Encoding.UTF8.GetBytes(reason);
        var header = new KvFrameHeader(KvFrameType.Reply, (int)refusal, 0, Math.Min(text.Length, KvFrameHeader.ReplyBytesMax));
        var frame = new byte[KvFrameHeader.Size + header.Length];
        text.AsSpan(0, header.Length).CopyTo(frame.AsSpan(KvFrameHeader.Size));
        header.Seal(frame);
        return frame;
    }

    /// <summary>Receives one.</summary>
    /// <exception cref="InvalidDataException">What came is no answer of this protocol.</exception>
    /// <exception cref="EndOfStreamException">The peer closed instead.</exception>
    public static async ValueTask<(KvRefusal Refusal, string Reason)> ReadAsync(
        KvChannel channel, TimeSpan timeout, CancellationToken cancellation)
    {
        var frame = new byte[KvFrameHeader.Size + KvFrameHeader.ReplyBytesMax];
        var headerBytes = frame.AsMemory(0, KvFrameHeader.Size);
        if (!await channel.ReceiveAsync(headerBytes, timeout, cancellation))
        {
            throw new EndOfStreamException("the receiver closed the connection");
        }

        if (KvFrameHeader.TryRead(headerBytes.Span, out var header) != KvRefusal.None || header.Type != KvFrameType.Reply)
        {
            throw new InvalidDataException("the peer does not speak this version of the KV transfer protocol");
        }

        var payload = frame.AsMemory(KvFrameHeader.Size, header.Length);
        if (header.Length > 0 && !await channel.ReceiveAsync(payload, timeout, cancellation))
        {
            throw new EndOfStreamException("the receiver closed the connection within its answer");
        }

        return KvFrameHeader.IsIntact(headerBytes.Span, payload.Span)
            ? ((KvRefusal)header.First, Encoding.UTF8.GetString(payload.Span))
            : throw new InvalidDataException("the receiver's answer does not fit its checksum");
    }
}
