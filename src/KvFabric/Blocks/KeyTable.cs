using System.Numerics;

namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// Where in an array of blocks a key is: open addressing over numbers alone, since the keys stand in the array and are hashes already. Takes
/// a fifth of a dictionary's memory. Not thread-safe.
/// </summary>
internal sealed class KeyTable
{
    private const int Empty = -1;
    private const int FirstSize = 256;

    private int[] _slots = NewSlots(FirstSize);

    /// <summary>Keys in it.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the block with that key, or -1.</summary>
    public int Find(BlockKey key, ReadOnlySpan<BlockNode> nodes)
    {
        int[] slots = _slots;
        for (int at = Home(key, slots); ; at = Following(at, slots))
        {
            int node = slots[at];
            if (node == Empty || nodes[node].Key == key)
            {
                return node;
            }
        }
    }

    /// <summary>Enters a block whose key is not there.</summary>
    public void Add(int node, ReadOnlySpan<BlockNode> nodes)
    {
        // At most half full: a search ends after one or two looks.
        if (2 * (Count + 1) > _slots.Length)
        {
            Grow(nodes);
        }

        Put(_slots, node, nodes[node].Key);
        Count++;
    }

    /// <summary>Takes a block out that is there, and closes the hole behind it.</summary>
    public void Remove(BlockKey key, ReadOnlySpan<BlockNode> nodes)
    {
        int[] slots = _slots;
        int hole = Home(key, slots);
        while (nodes[slots[hole]].Key != key)
        {
            hole = Following(hole, slots);
        }

        for (int at = Following(hole, slots); slots[at] != Empty; at = Following(at, slots))
        {
            int home = Home(nodes[slots[at]].Key, slots);
            if (((at - home) & (slots.Length - 1)) >= ((at - hole) & (slots.Length - 1)))
            {
                slots[hole] = slots[at];
                hole = at;
            }
        }

        slots[hole] = Empty;
        Count--;
    }

    private void Grow(ReadOnlySpan<BlockNode> nodes)
    {
        var larger = NewSlots(2 * _slots.Length);
        foreach (int node in _slots)
        {
            if (node != Empty)
            {
                Put(larger, node, nodes[node].Key);
            }
        }

        _slots = larger;
    }

    private static void Put(int[] slots, int node, BlockKey key)
    {
        int at = Home(key, slots);
        while (slots[at] != Empty)
        {
            at = Following(at, slots);
        }

        slots[at] = node;
    }

    // The multiplication also spreads keys that are no hashes, as tests may use.
    private static int Home(BlockKey key, int[] slots) =>
        (int)((key.Low * 0x9E3779B97F4A7C15UL) >> (64 - BitOperations.Log2((uint)slots.Length)));

    private static int Following(int slot, int[] slots) => (slot + 1) & (slots.Length - 1);

    private static int[] NewSlots(int size)
    {
        var slots = new int[size];
        slots.AsSpan().Fill(Empty);
        return slots;
    }
}
