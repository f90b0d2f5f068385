using InferenceGateway.Inference.Devices;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferenceGateway.Inference.Arena;

/// <summary>
/// The KV memory of one engine: per layer and part one region [slots, KV heads, capacity, head size], on the device that runs the graph.
/// Slots [s, s+n) are one tensor without copying, which is what makes a ragged decode batch one Run.
/// </summary>
internal sealed class KvArena : IDisposable
{
    private readonly IKvMemory[] _regions;
    private readonly long _slotBytes;
    private readonly long _headBytes;

    public KvArena(KvLayout layout, int slots, int capacity, Func<long, IKvMemory> allocate)
    {
        Layout = layout;
        Slots = slots;
        Capacity = capacity;
        _headBytes = (long)capacity * layout.RowBytes;
        _slotBytes = layout.Heads * _headBytes;
        _regions = new IKvMemory[2 * layout.Layers];
        Bytes = _regions.Length * slots * _slotBytes;
        for (int i = 0; i < _regions.Length; i++)
        {
            _regions[i] = allocate(slots * _slotBytes);
        }
    }

    public KvLayout Layout { get; }

    public int Slots { get; }

    /// <summary>Token rows per slot.</summary>
    public int Capacity { get; }

    /// <summary>Address space taken.</summary>
    public long Bytes { get; }

    /// <summary>Copies rows [first, first+count) of one head out: count * RowBytes bytes.</summary>
    public void Read(int slot, int layer, KvPart part, int head, int first, int count, Span<byte> destination) =>
        Region(layer, part).Read(Offset(slot, head, first, count), destination[..(count * Layout.RowBytes)]);

    /// <summary>Copies rows [first, first+count) of one head in: count * RowBytes bytes.</summary>
    public void Write(int slot, int layer, KvPart part, int head, int first, int count, ReadOnlySpan<byte> source) =>
        Region(layer, part).Write(Offset(slot, head, first, count), source[..(count * Layout.RowBytes)]);

    /// <summary>Slots [first, first+count) of one layer's part as a tensor over the arena's own memory.</summary>
    public OrtValue Tensor(int layer, KvPart part, int first, int count)
    {
        IKvMemory region = Region(layer, part);
        long[] shape = [count, Layout.Heads, Capacity, Layout.HeadSize];
        return OrtValue.CreateTensorValueWithData(
            region.Info, TensorType(Layout.ElementType), shape, region.Address + (nint)(first * _slotBytes), count * _slotBytes);
    }

    /// <summary>Copies the first <paramref name="tokens"/> rows of one slot to another.</summary>
    public void CopySlot(int from, int to, int tokens)
    {
        long bytes = (long)tokens * Layout.RowBytes;
        foreach (IKvMemory region in _regions)
        {
            for (int head = 0; head < Layout.Heads; head++)
            {
                region.Copy(Offset(from, head, 0, tokens), Offset(to, head, 0, tokens), bytes);
            }
        }
    }

    public void Dispose()
    {
        foreach (IKvMemory region in _regions)
        {
            region.Dispose();
        }
    }

    /// <summary>ONNX Runtime's name of an element type.</summary>
    public static TensorElementType TensorType(KvElementType type) =>
        type == KvElementType.Float32 ? TensorElementType.Float : TensorElementType.Float16;

    private IKvMemory Region(int layer, KvPart part) => _regions[(2 * layer) + (int)part];

    private long Offset(int slot, int head, int first, int count) =>
        (uint)slot < (uint)Slots && (uint)head < (uint)Layout.Heads && first >= 0 && count >= 0 && first + count <= Capacity
            ? (slot * _slotBytes) + (head * _headBytes) + ((long)first * Layout.RowBytes)
            : throw new ArgumentOutOfRangeException(
                nameof(first), $"Rows [{first}, {first + count}) of slot {slot}, head {head} are outside the arena.");
}
