using System.Buffers;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Wire;

/// <summary>What happened to the blocks of a run.</summary>
internal enum BlockOperation : byte
{
    /// <summary>Stored, one after the other, the first at the beginning of a prompt.</summary>
    StoredFirst = 1,

    /// <summary>Stored, one after the other, the first after a block that is named.</summary>
    StoredAfter = 2,

    /// <summary>Removed, each with all that follows it.</summary>
    Removed = 3,
}

/// <summary>Consecutive block events of one kind: an operation, 16 bits of length, the block before (if that is named), the keys.</summary>
/// <param name="Operation">Which kind.</param>
/// <param name="Parent">The block before the first; only with <see cref="BlockOperation.StoredAfter"/>.</param>
/// <param name="Count">Keys of it.</param>
internal readonly record struct BlockRun(BlockOperation Operation, BlockKey? Parent, int Count)
{
    /// <summary>Most keys of a run: what an index takes in at one go.</summary>
    public const int KeysMax = 256;

    /// <summary>Stored blocks.</summary>
    public static BlockRun Stored(BlockKey? parent, int count) =>
        new(parent is null ? BlockOperation.StoredFirst : BlockOperation.StoredAfter, parent, count);

    public static void Write(IBufferWriter<byte> to, BlockRun run, ReadOnlySpan<BlockKey> keys)
    {
        to.WriteByte((byte)run.Operation);
        to.WriteUInt16(run.Count);
        if (run.Parent is { } parent)
        {
            to.WriteKey(parent);
        }

        foreach (var key in keys)
        {
            to.WriteKey(key);
        }
    }

    /// <summary>Reads a run. False if it is broken or of an unknown kind.</summary>
    public static bool TryRead(ref WireReader from, scoped Span<BlockKey> keys, out BlockRun run)
    {
        var operation = (BlockOperation)from.Byte();
        int count = from.UInt16();
        BlockKey? parent = operation == BlockOperation.StoredAfter ? from.Key() : null;
        run = new BlockRun(operation, parent, count);
        if (operation is < BlockOperation.StoredFirst or > BlockOperation.Removed || count == 0 || count > keys.Length)
        {
            return false;
        }

        for (int at = 0; at < count; at++)
        {
            keys[at] = from.Key();
        }

        return !from.Failed;
    }
}
