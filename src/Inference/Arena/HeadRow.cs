using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Arena;

/// <summary>
/// Keeps a slot's row 0 aside while the slot is being filled. A decode batch runs over a contiguous range of slots, and a slot in
/// that range that is not decoding runs as a dummy row of length one, which overwrites its row 0 and nothing else. With row 0 kept
/// here, a slot can be filled from the network, in place, in the middle of a running batch, and attaching it copies nothing.
/// </summary>
internal sealed class HeadRow(KvArena arena)
{
    private readonly byte[] _rows = new byte[arena.Layout.TokenBytes];

    public Span<byte> Row(int layer, KvPart part, int head)
    {
        KvLayout layout = arena.Layout;
        int index = (((2 * layer) + (int)part) * layout.Heads) + head;
        return _rows.AsSpan(index * layout.RowBytes, layout.RowBytes);
    }

    /// <summary>Takes row 0 out of the slot.</summary>
    public void Save(int slot)
    {
        foreach ((int layer, KvPart part, int head) in Runs(arena.Layout))
        {
            arena.Read(slot, layer, part, head, 0, 1, Row(layer, part, head));
        }
    }

    /// <summary>Puts row 0 back into the slot.</summary>
    public void Restore(int slot)
    {
        foreach ((int layer, KvPart part, int head) in Runs(arena.Layout))
        {
            arena.Write(slot, layer, part, head, 0, 1, Row(layer, part, head));
        }
    }

    private static IEnumerable<(int Layer, KvPart Part, int Head)> Runs(KvLayout layout)
    {
        for (int layer = 0; layer < layout.Layers; layer++)
        {
            for (int head = 0; head < layout.Heads; head++)
            {
                yield return (layer, KvPart.Key, head);
                yield return (layer, KvPart.Value, head);
            }
        }
    }
}
