using System.Runtime.InteropServices;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferenceGateway.Inference.Arena;

/// <summary>
/// The KV memory of one engine: per layer and part one region [slots, KV heads, capacity, head size] that the graph reads and
/// writes in place. Slots [s, s+n) are one tensor without copying, which is what makes a ragged decode batch one Run.
/// Pages are touched only when rows are written, so capacity costs address space, not memory.
/// </summary>
internal sealed unsafe class KvArena : IDisposable
{
    private const int Alignment = 64;

    private readonly void* _block;
    private readonly long _regionBytes;
    private readonly long _slotBytes;
    private readonly long _headBytes;

    public KvArena(KvLayout layout, int slots, int capacity)
    {
        Layout = layout;
        Slots = slots;
        Capacity = capacity;
        _headBytes = (long)capacity * layout.RowBytes;
        _slotBytes = layout.Heads * _headBytes;
        _regionBytes = AlignUp(slots * _slotBytes);
        Bytes = 2 * layout.Layers * _regionBytes;
        _block = NativeMemory.AllocZeroed((nuint)(Bytes + Alignment));
    }

    public KvLayout Layout { get; }

    public int Slots { get; }

    /// <summary>Token rows per slot.</summary>
    public int Capacity { get; }

    /// <summary>Address space taken.</summary>
    public long Bytes { get; }

    /// <summary>Rows [first, first+count) of one head: one contiguous run of count * RowBytes bytes.</summary>
    public Span<byte> Rows(int slot, int layer, KvPart part, int head, int first, int count)
    {
        if ((uint)slot >= (uint)Slots || (uint)head >= (uint)Layout.Heads || first < 0 || count < 0 || first + count > Capacity)
        {
            throw new ArgumentOutOfRangeException(nameof(first), $"Rows [{first}, {first + count}) of slot {slot}, head {head} are outside the arena.");
        }

        byte* start = Region(layer, part) + (slot * _slotBytes) + (head * _headBytes) + ((long)first * Layout.RowBytes);
        return new Span<byte>(start, count * Layout.RowBytes);
    }

    /// <summary>Slots [first, first+count) of one layer's part as a tensor over the arena's own memory.</summary>
    public OrtValue Tensor(int layer, KvPart part, int first, int count)
    {
        long[] shape = [count, Layout.Heads, Capacity, Layout.HeadSize];
        TensorElementType type = Layout.ElementType == KvElementType.Float32 ? TensorElementType.Float : TensorElementType.Float16;
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, type, shape, (nint)(Region(layer, part) + (first * _slotBytes)), count * _slotBytes);
    }

    /// <summary>Copies the first <paramref name="tokens"/> rows of one slot to another.</summary>
    public void CopySlot(int from, int to, int tokens)
    {
        for (int layer = 0; layer < Layout.Layers; layer++)
        {
            for (int head = 0; head < Layout.Heads; head++)
            {
                Rows(from, layer, KvPart.Key, head, 0, tokens).CopyTo(Rows(to, layer, KvPart.Key, head, 0, tokens));
                Rows(from, layer, KvPart.Value, head, 0, tokens).CopyTo(Rows(to, layer, KvPart.Value, head, 0, tokens));
            }
        }
    }

    public void Dispose() => NativeMemory.Free(_block);

    private byte* Region(int layer, KvPart part)
    {
        byte* aligned = (byte*)AlignUp((nint)_block);
        return aligned + (((2 * layer) + (int)part) * _regionBytes);
    }

    private static long AlignUp(long value) => (value + Alignment - 1) / Alignment * Alignment;
}
