using System.Buffers.Binary;

namespace InferenceGateway.Inference.Engine;

/// <summary>
/// What a prefill worker says beside the rows, in the last frame: format byte 1, then as int32 little-endian the first token
/// and the number of prompt tokens that came from a cache. The random state needs no bytes: it is the seed, which the decode worker has,
/// and the number of tokens drawn.
/// </summary>
/// <param name="FirstToken">The first token of the answer; -1 if the decode worker draws it.</param>
/// <param name="CachedTokens">Prompt tokens that the prefill worker did not compute for this request.</param>
public readonly record struct HandoffTail(int FirstToken, int CachedTokens)
{
    /// <summary>Stands for the first token when the decode worker draws it.</summary>
    public const int NotDrawn = -1;

    private const byte Format = 1;
    private const int Length = 9;

    /// <summary>The bytes for the wire.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), FirstToken);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(5), CachedTokens);
        return bytes;
    }

    /// <summary>Reads the bytes of a peer.</summary>
    /// <param name="bytes">As they came.</param>
    /// <param name="vocabulary">Width of the logits; a token outside is refused.</param>
    /// <exception cref="HandoffException">Another format, length or an impossible number.</exception>
    public static HandoffTail Parse(ReadOnlySpan<byte> bytes, int vocabulary)
    {
        if (bytes.Length != Length || bytes[0] != Format)
        {
            throw new HandoffException("The hand-off's tail has an unknown format.");
        }

        int token = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
        int cached = BinaryPrimitives.ReadInt32LittleEndian(bytes[5..]);
        return token >= NotDrawn && token < vocabulary && cached >= 0
            ? new HandoffTail(token, cached)
            : throw new HandoffException($"The hand-off's first token {token} is outside the vocabulary of {vocabulary}, or its {cached} cached tokens are below 0.");
    }
}
