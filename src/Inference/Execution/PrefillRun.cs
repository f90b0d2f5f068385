using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// Runs one chunk of one sequence (batch 1), with or without a past. Tensors: input_ids [1, c]; attention_mask [1, p+c] all ones;
/// past = present = the slot's rows [1, KV heads, capacity, head size]; logits [1, c, vocabulary], of which the last row counts.
/// </summary>
internal sealed class PrefillRun : IDisposable
{
    private readonly DecoderGraph _graph;
    private readonly KvArena _arena;
    private readonly RunOptions _options = new();
    private readonly long[] _ids;
    private readonly long[] _ones;
    private readonly long[] _positions;
    private readonly float[] _logits;
    private readonly OrtValue?[] _slotTensors;

    public PrefillRun(DecoderGraph graph, KvArena arena, int chunkMax)
    {
        _graph = graph;
        _arena = arena;
        _ids = GC.AllocateArray<long>(chunkMax, pinned: true);
        _positions = GC.AllocateArray<long>(chunkMax, pinned: true);
        _ones = GC.AllocateArray<long>(arena.Capacity, pinned: true);
        _logits = GC.AllocateUninitializedArray<float>(chunkMax * graph.VocabularySize, pinned: true);
        _slotTensors = new OrtValue?[arena.Slots * 2 * arena.Layout.Layers];
        Array.Fill(_ones, 1);
    }

    /// <summary>Computes rows [past, past + tokens) of a slot.</summary>
    /// <returns>The logits after the last token, [vocabulary]; valid until the next call.</returns>
    public Span<float> Execute(int slot, int past, ReadOnlySpan<int> tokens)
    {
        if (past + tokens.Length > _arena.Capacity)
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), $"Row {past + tokens.Length} is beyond the slot's {_arena.Capacity}.");
        }

        for (int i = 0; i < tokens.Length; i++)
        {
            _ids[i] = tokens[i];
            _positions[i] = past + i;
        }

        using OrtIoBinding binding = _graph.Session.CreateIoBinding();
        using BoundValues values = Bind(binding, slot, past, tokens.Length);
        _graph.Session.RunWithBinding(_options, binding);
        return _logits.AsSpan((tokens.Length - 1) * _graph.VocabularySize, _graph.VocabularySize);
    }

    public void Dispose()
    {
        foreach (OrtValue? tensor in _slotTensors)
        {
            tensor?.Dispose();
        }

        _options.Dispose();
    }

    private BoundValues Bind(OrtIoBinding binding, int slot, int past, int count)
    {
        GraphNames names = _graph.Config.Names;
        BoundValues values = new();
        binding.BindInput(names.InputIds, values.Add(_ids.AsMemory(0, count), [1, count]));
        binding.BindInput(names.AttentionMask, values.Add(_ones.AsMemory(0, past + count), [1, past + count]));
        if (_graph.HasPositionIds)
        {
            binding.BindInput(names.PositionIds, values.Add(_positions.AsMemory(0, count), [1, count]));
        }

        binding.BindOutput(names.Logits, values.Add(_logits.AsMemory(0, count * _graph.VocabularySize), [1, count, _graph.VocabularySize]));
        KvBinding.Bind(binding, names, _arena.Layout.Layers, (layer, part) => SlotTensor(slot, layer, part));
        return values;
    }

    private OrtValue SlotTensor(int slot, int layer, KvPart part) =>
        _slotTensors[(((slot * _arena.Layout.Layers) + layer) * 2) + (int)part] ??= _arena.Tensor(layer, part, slot, 1);
}
