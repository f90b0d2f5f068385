using System.Buffers;
using System.Text;

namespace InferenceGateway.Inference.Tests.Models.Onnx;

/// <summary>Writes one protobuf message.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtoWriter Number(int field, long value)
    {
        Varint(field << 3);
        Varint(value);
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Varint((field << 3) | 5);
        _bytes.Write(BitConverter.GetBytes(value));
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((field << 3) | 2);
        Varint(value.Length);
        _bytes.Write(value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter inner) => Bytes(field, inner.ToArray());

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Varint(long value)
    {
        ulong left = (ulong)value;
        for (; left >= 0x80; left >>= 7)
        {
            _bytes.Write([(byte)(left | 0x80)]);
        }

        _bytes.Write([(byte)left]);
    }
}
