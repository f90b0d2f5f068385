using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Wire;

/// <summary>Writes what <see cref="WireReader"/> reads: numbers little-endian, texts with a 16-bit length before them.</summary>
internal static class WireWriter
{
    public static void WriteByte(this IBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    public static void WriteUInt16(this IBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to.GetSpan(sizeof(ushort)), checked((ushort)value));
        to.Advance(sizeof(ushort));
    }

    public static void WriteInt32(this IBufferWriter<byte> to, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), value);
        to.Advance(sizeof(int));
    }

    public static void WriteInt64(this IBufferWriter<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), value);
        to.Advance(sizeof(long));
    }

    public static void WriteDouble(this IBufferWriter<byte> to, double value) => to.WriteInt64(BitConverter.DoubleToInt64Bits(value));

    public static void WriteText(this IBufferWriter<byte> to, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        to.WriteUInt16(length);
        to.Advance(Encoding.UTF8.GetBytes(text, to.GetSpan(length)));
    }

    public static void WriteKey(this IBufferWriter<byte> to, BlockKey key)
    {
        key.Write(to.GetSpan(BlockKey.Size));
        to.Advance(BlockKey.Size);
    }
}
