using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// The token inputs of one sequence's chunk: input_ids [1, c]; attention_mask [1, p + c] all ones; position_ids [1, c] = p and up, where the
/// graph has them.
/// </summary>
internal sealed class TokenInputs
{
    private readonly DecoderGraph _graph;
    private readonly long[] _ids;
    private readonly long[] _positions;
    private readonly long[] _ones;

    public TokenInputs(DecoderGraph graph, int chunkMax, int capacity)
    {
        _graph = graph;
        _ids = GC.AllocateArray<long>(chunkMax, pinned: true);
        _positions = GC.AllocateArray<long>(chunkMax, pinned: true);
        _ones = GC.AllocateUninitializedArray<long>(capacity, pinned: true);
        Array.Fill(_ones, 1);
    }

    public void Bind(OrtIoBinding binding, BoundValues values, int past, ReadOnlySpan<int> tokens)
    {
        if (past + tokens.Length > _ones.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(tokens), $"Row {past + tokens.Length} is beyond the slot's {_ones.Length}.");
        }

        int count = tokens.Length;
        for (int i = 0; i < count; i++)
        {
            _ids[i] = tokens[i];
            _positions[i] = past + i;
        }

        GraphNames names = _graph.Config.Names;
        binding.BindInput(names.InputIds, values.Add(_ids.AsMemory(0, count), [1, count]));
        binding.BindInput(names.AttentionMask, values.Add(_ones.AsMemory(0, past + count), [1, past + count]));
        if (_graph.Inputs.PositionIds)
        {
            binding.BindInput(names.PositionIds, values.Add(_positions.AsMemory(0, count), [1, count]));
        }
    }
}
