using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Arena;

/// <summary>Final rows of a slot that is still being prefilled, for pushing them elsewhere.</summary>
internal sealed class SlotRows(KvArena arena, SlotLease lease, HeadRow headRow) : IKvRowSource
{
    public KvLayout Layout => arena.Layout;

    public void Read(int layer, KvPart part, int head, int first, int count, Span<byte> destination)
    {
        arena.Read(lease.Slot, layer, part, head, first, count, destination);
        if (first == 0)
        {
            headRow.Row(layer, part, head).CopyTo(destination);
        }
    }
}
