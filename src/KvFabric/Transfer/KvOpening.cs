using System.Buffers.Binary;
using System.Text;
using InferenceGateway.Contracts;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>The payload of an opening frame: which reservation, and what will be pushed into it.</summary>
/// <param name="Nonce">The ticket's secret.</param>
/// <param name="Epoch">The receiver's life that gave it out.</param>
/// <param name="Layout">Shape of the rows.</param>
/// <param name="Tokens">Token rows in total.</param>
/// <param name="RequestId">The request it serves; printable ASCII.</param>
/// <param name="SenderId">The sending worker; printable ASCII.</param>
public sealed record KvOpening(Guid Nonce, long Epoch, KvLayout Layout, int Tokens, string RequestId, string SenderId)
{
    /// <summary>Longest id of a worker, in characters.</summary>
    public const int SenderIdCharsMax = 256;

    /// <summary>Largest opening, in bytes.</summary>
    public const int BytesMax = FixedBytes + Limits.RequestIdCharsMax + SenderIdCharsMax;

    private const int FixedBytes = 64;
    private const int HashAt = 44;
    private const int HashBytes = 16;
    private const int DimensionMax = 1 << 20;

    /// <summary>Bytes this opening takes on the wire.</summary>
    public int Size => FixedBytes + RequestId.Length + SenderId.Length;

    /// <summary>What a receiver would refuse, or null.</summary>
    public string? Fault
    {
        get
        {
            var hash = Layout.ModelHash;
            return this switch
            {
                { Tokens: < 1 } => "the number of tokens must be at least 1",
                _ when hash.Length != 2 * HashBytes || !hash.All(char.IsAsciiHexDigitLower) => "the model hash must be 32 lower-case hex digits",
                _ when !Enum.IsDefined(Layout.ElementType) => "the element type is unknown",
                _ when !IsSound(Layout) => $"a token's rows must have 1 to {Limits.KvFramePayloadBytesMax} bytes",
                _ when !IsPrintable(RequestId, Limits.RequestIdCharsMax) => "the request id must be short printable ASCII",
                _ when !IsPrintable(SenderId, SenderIdCharsMax) => "the sender's id must be short printable ASCII",
                _ => null,
            };
        }
    }

    /// <summary>Writes the opening.</summary>
    /// <param name="payload"><see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException">A value has a <see cref="Fault"/>.</exception>
    public void Write(Span<byte> payload)
    {
        if (Fault is { } fault)
        {
            throw new ArgumentException($"KV opening: {fault}.");
        }

        Nonce.TryWriteBytes(payload, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(payload[16..], Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(payload[24..], Tokens);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[28..], KvLayout.Version);
        payload[30] = (byte)Layout.ElementType;
        payload[31] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(payload[32..], Layout.Layers);
        BinaryPrimitives.WriteInt32LittleEndian(payload[36..], Layout.Heads);
        BinaryPrimitives.WriteInt32LittleEndian(payload[40..], Layout.HeadSize);
        Convert.FromHexString(Layout.ModelHash, payload.Slice(HashAt, HashBytes), out _, out _);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[60..], (ushort)RequestId.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(payload[62..], (ushort)SenderId.Length);
        Encoding.ASCII.GetBytes(RequestId, payload[FixedBytes..]);
        Encoding.ASCII.GetBytes(SenderId, payload[(FixedBytes + RequestId.Length)..]);
    }

    /// <summary>Reads an opening; null if it is none, and why.</summary>
    public static KvOpening? TryRead(ReadOnlySpan<byte> payload, out KvRefusal refusal)
    {
        refusal = KvRefusal.Malformed;
        if (payload.Length < FixedBytes || payload[31] != 0)
        {
            return null;
        }

        int requestId = BinaryPrimitives.ReadUInt16LittleEndian(payload[60..]);
        int senderId = BinaryPrimitives.ReadUInt16LittleEndian(payload[62..]);
        if (payload.Length != FixedBytes + requestId + senderId)
        {
            return null;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(payload[28..]) != KvLayout.Version)
        {
            refusal = KvRefusal.LayoutMismatch;
            return null;
        }

        var opening = new KvOpening(
            new Guid(payload[..16], bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(payload[16..]),
            ReadLayout(payload),
            BinaryPrimitives.ReadInt32LittleEndian(payload[24..]),
            Encoding.Latin1.GetString(payload.Slice(FixedBytes, requestId)),
            Encoding.Latin1.GetString(payload.Slice(FixedBytes + requestId, senderId)));
        refusal = opening.Fault is null ? KvRefusal.None : KvRefusal.Malformed;
        return opening.Fault is null ? opening : null;
    }

    private static KvLayout ReadLayout(ReadOnlySpan<byte> payload) => new(
        Convert.ToHexStringLower(payload.Slice(HashAt, HashBytes)),
        (KvElementType)payload[30],
        BinaryPrimitives.ReadInt32LittleEndian(payload[32..]),
        BinaryPrimitives.ReadInt32LittleEndian(payload[36..]),
        BinaryPrimitives.ReadInt32LittleEndian(payload[40..]));

    // One token has to fit a frame; hostile factors must not overflow the product.
    private static bool IsSound(KvLayout layout)
        => layout.Layers is > 0 and <= DimensionMax && layout.Heads is > 0 and <= DimensionMax && layout.HeadSize is > 0 and <= DimensionMax
            && (Int128)2 * layout.Layers * layout.Heads * layout.HeadSize * layout.ElementType.Size() <= Limits.KvFramePayloadBytesMax;

    private static bool IsPrintable(string text, int charsMax)
        => text.Length >= 1 && text.Length <= charsMax && text.All(c => c is > ' ' and < '\x7f');
}
