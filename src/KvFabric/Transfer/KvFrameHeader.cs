using System.Buffers.Binary;
using System.IO.Hashing;
using InferenceGateway.Contracts;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Kinds of frames. The values are on the wire.</summary>
public enum KvFrameType : byte
{
    /// <summary>Sender: a ticket and the shape of what follows (<see cref="KvOpening"/>).</summary>
    Open = 1,

    /// <summary>Sender: token rows.</summary>
    Rows = 2,

    /// <summary>Sender: all rows are sent; opaque bytes for the receiving engine.</summary>
    Tail = 3,

    /// <summary>Sender: the transfer is given up.</summary>
    Abort = 4,

    /// <summary>Receiver: the answer to an opening or to the tail; <see cref="KvFrameHeader.First"/> holds a <see cref="KvRefusal"/>.</summary>
    Reply = 5,
}

/// <summary>The 32 bytes before every payload. Byte by byte: docs/kv-transfer.md.</summary>
/// <param name="Type">What the payload is.</param>
/// <param name="First">Rows: index of the first token. Reply: the <see cref="KvRefusal"/>. Else 0.</param>
/// <param name="Count">Rows: number of tokens. Else 0.</param>
/// <param name="Length">Bytes of payload.</param>
public readonly record struct KvFrameHeader(KvFrameType Type, int First, int Count, int Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 32;

    /// <summary>Version of the protocol.</summary>
    public const byte Version = 1;

    /// <summary>Longest text of a reply, in bytes.</summary>
    public const int ReplyBytesMax = 512;

    // "KVFB" in the order of the bytes on the wire.
    private const uint Magic = 0x4246564B;
    private const int ChecksumAt = 24;

    /// <summary>Writes the header, with its checksum over itself and the payload, in front of the payload.</summary>
    /// <param name="frame">Exactly <see cref="Size"/> + <see cref="Length"/> bytes, the payload in its place.</param>
    public void Seal(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        frame[4] = Version;
        frame[5] = (byte)Type;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], First);
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(frame[16..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[20..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[ChecksumAt..], Checksum(frame[..Size], frame.Slice(Size, Length)));
    }

    /// <summary>Reads and checks everything that can be checked before the payload is there.</summary>
    /// <param name="bytes"><see cref="Size"/> bytes.</param>
    /// <param name="header">The header, when the answer is <see cref="KvRefusal.None"/>.</param>
    public static KvRefusal TryRead(ReadOnlySpan<byte> bytes, out KvFrameHeader header)
    {
        header = new KvFrameHeader(
            (KvFrameType)bytes[5],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]));
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            return KvRefusal.Malformed;
        }

        if (bytes[4] != Version)
        {
            return KvRefusal.UnknownVersion;
        }

        var reserved = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        if (reserved != 0 || LengthMax(header.Type) is not { } lengthMax)
        {
            return KvRefusal.Malformed;
        }

        return header.Length < 0 || header.Length > lengthMax ? KvRefusal.TooLarge : KvRefusal.None;
    }

    /// <summary>True if the checksum in the header's bytes is that of header and payload.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> headerBytes, ReadOnlySpan<byte> payload)
        => BinaryPrimitives.ReadUInt64LittleEndian(headerBytes[ChecksumAt..]) == Checksum(headerBytes, payload);

    // The header's hash seeds the payload's: one number covers both without copying them together.
    private static ulong Checksum(ReadOnlySpan<byte> headerBytes, ReadOnlySpan<byte> payload)
        => XxHash3.HashToUInt64(payload, (long)XxHash3.HashToUInt64(headerBytes[..ChecksumAt]));

    private static int? LengthMax(KvFrameType type) => type switch
    {
        KvFrameType.Open => KvOpening.BytesMax,
        KvFrameType.Rows => Limits.KvFramePayloadBytesMax,
        KvFrameType.Tail => Limits.KvTailBytesMax,
        KvFrameType.Abort => 0,
        KvFrameType.Reply => ReplyBytesMax,
        _ => null,
    };
}
