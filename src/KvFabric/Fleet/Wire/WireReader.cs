using System.Buffers.Binary;
using System.Text;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Wire;

/// <summary>
/// Reads a message. Whatever goes beyond its end makes it <see cref="Failed"/> and reads as zero, so a caller looks once, at the end.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether something was read that is not there.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes not read yet.</summary>
    public readonly int Left => _rest.Length;

    public byte Byte() => Take(1) is { IsEmpty: false } one ? one[0] : (byte)0;

    public int UInt16() => Take(sizeof(ushort)) is { IsEmpty: false } two ? BinaryPrimitives.ReadUInt16LittleEndian(two) : 0;

    public int Int32() => Take(sizeof(int)) is { IsEmpty: false } four ? BinaryPrimitives.ReadInt32LittleEndian(four) : 0;

    public long Int64() => Take(sizeof(long)) is { IsEmpty: false } eight ? BinaryPrimitives.ReadInt64LittleEndian(eight) : 0;

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    public string Text() => Encoding.UTF8.GetString(Take(UInt16()));

    public BlockKey Key() => Take(BlockKey.Size) is { IsEmpty: false } key ? BlockKey.Read(key) : default;

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            Failed = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
