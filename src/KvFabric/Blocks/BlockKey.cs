using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// Name of one full block of tokens together with everything before it: 128 bits of an XXH3 chain. Equal keys mean equal
/// prefixes up to a collision, which an importer excludes by comparing the token ids themselves.
/// </summary>
/// <param name="High">Upper 64 bits.</param>
/// <param name="Low">Lower 64 bits.</param>
public readonly record struct BlockKey(ulong High, ulong Low)
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 16;

    /// <summary>Reads 16 bytes as <see cref="Write"/> wrote them.</summary>
    public static BlockKey Read(ReadOnlySpan<byte> bytes)
        => new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes 16 bytes, most significant first.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>The key of the block that follows this one.</summary>
    /// <param name="tokens">The block's token ids, at most <see cref="BlockChain.BlockTokensMax"/>.</param>
    public BlockKey Next(ReadOnlySpan<int> tokens)
    {
        Span<byte> input = stackalloc byte[Size + (BlockChain.BlockTokensMax * sizeof(int))];
        Write(input);
        var ids = input.Slice(Size, tokens.Length * sizeof(int));
        CopyLittleEndian(tokens, ids);
        return Hash(input[..(Size + ids.Length)]);
    }

    /// <summary>The key is a hash already: a part of it is as good as another.</summary>
    public override int GetHashCode() => (int)Low;

    /// <summary>32 hex digits.</summary>
    public override string ToString() => $"{High:x16}{Low:x16}";

    internal static BlockKey Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = XxHash128.HashToUInt128(bytes);
        return new BlockKey((ulong)(hash >> 64), (ulong)hash);
    }

    /// <summary>The hash of bytes that follow what another key stands for: that key is the seed, so the bytes are read where they lie.</summary>
    internal static BlockKey HashAfter(BlockKey before, ReadOnlySpan<byte> bytes)
    {
        var hash = XxHash128.HashToUInt128(bytes, (long)(before.Low ^ BitOperations.RotateLeft(before.High, 32)));
        return new BlockKey((ulong)(hash >> 64), (ulong)hash);
    }

    private static void CopyLittleEndian(ReadOnlySpan<int> tokens, Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(tokens).CopyTo(bytes);
            return;
        }

        BinaryPrimitives.ReverseEndianness(tokens, MemoryMarshal.Cast<byte, int>(bytes));
    }
}
