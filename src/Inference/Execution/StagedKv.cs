using System.Runtime.InteropServices;
using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// One sequence's rows as plain graphs take and give them: without gaps between heads, past and present apart. Takes the address space of
/// two slots.
/// </summary>
internal sealed unsafe class StagedKv : IDisposable
{
    private readonly KvArena _arena;
    private readonly byte* _past;
    private readonly byte* _present;
    private readonly long _partBytes;

    public StagedKv(KvArena arena)
    {
        _arena = arena;
        _partBytes = (long)arena.Capacity * arena.Layout.Heads * arena.Layout.RowBytes;
        nuint bytes = (nuint)(2 * arena.Layout.Layers * _partBytes);
        _past = (byte*)NativeMemory.Alloc(bytes);
        _present = (byte*)NativeMemory.Alloc(bytes);
    }

    /// <summary>Copies the first rows of a slot to where the graph reads them.</summary>
    public void Load(int slot, int past)
    {
        int headBytes = past * _arena.Layout.RowBytes;
        for (int index = 0; index < 2 * _arena.Layout.Layers; index++)
        {
            for (int head = 0; head < _arena.Layout.Heads; head++)
            {
                Span<byte> staged = new(Part(_past, index) + ((long)head * headBytes), headBytes);
                _arena.Read(slot, index / 2, (KvPart)(index % 2), head, 0, past, staged);
            }
        }
    }

    public void Bind(OrtIoBinding binding, GraphNames names, BoundValues values, int past, int count)
    {
        for (int layer = 0; layer < _arena.Layout.Layers; layer++)
        {
            binding.BindInput(GraphNames.Of(names.PastKeys, layer), Tensor(_past, 2 * layer, past, values));
            binding.BindInput(GraphNames.Of(names.PastValues, layer), Tensor(_past, (2 * layer) + 1, past, values));
            binding.BindOutput(GraphNames.Of(names.PresentKeys, layer), Tensor(_present, 2 * layer, past + count, values));
            binding.BindOutput(GraphNames.Of(names.PresentValues, layer), Tensor(_present, (2 * layer) + 1, past + count, values));
        }
    }

    /// <summary>Copies the rows that the graph added to the slot.</summary>
    public void Store(int slot, int past, int count)
    {
        int rowBytes = _arena.Layout.RowBytes;
        for (int index = 0; index < 2 * _arena.Layout.Layers; index++)
        {
            for (int head = 0; head < _arena.Layout.Heads; head++)
            {
                long start = (((long)head * (past + count)) + past) * rowBytes;
                ReadOnlySpan<byte> added = new(Part(_present, index) + start, count * rowBytes);
                _arena.Write(slot, index / 2, (KvPart)(index % 2), head, past, count, added);
            }
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_past);
        NativeMemory.Free(_present);
    }

    private byte* Part(byte* memory, int index) => memory + (index * _partBytes);

    private OrtValue Tensor(byte* memory, int index, int rows, BoundValues values)
    {
        KvLayout layout = _arena.Layout;
        return values.Add(OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            KvArena.TensorType(layout.ElementType),
            [1, layout.Heads, rows, layout.HeadSize],
            (nint)Part(memory, index),
            (long)rows * layout.Heads * layout.RowBytes));
    }
}
