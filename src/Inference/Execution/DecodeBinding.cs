using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// Everything one decode Run over slots [first, first + rows) needs, bound once and reused. Tensors: input_ids [B, 1];
/// attention_mask [B, T], row b = n_b + 1 ones then zeros; position_ids [B, 1] = n_b where the graph has them; past = present over the
/// slots; logits [B, 1, vocabulary]. T may be larger than needed, so it is rounded up and a binding lives for many steps, in each of
/// which a row's mask usually grows by a single one.
/// </summary>
internal sealed class DecodeBinding : IDisposable
{
    private readonly DecoderGraph _graph;
    private readonly BoundValues _values = new();
    private readonly OrtIoBinding _binding;
    private readonly long[] _ids;
    private readonly long[] _mask;
    private readonly long[] _positions;
    private readonly int[] _maskLengths;
    private readonly LogitsBuffer _logits;
    private readonly List<(string Name, OrtValue Value)> _changing = [];
    private readonly int _total;

    public DecodeBinding(DecoderGraph graph, KvArena arena, OptionalInputs optional, int firstSlot, int rows, int total)
    {
        _graph = graph;
        _total = total;
        _ids = GC.AllocateArray<long>(rows, pinned: true);
        _positions = GC.AllocateArray<long>(rows, pinned: true);
        _mask = GC.AllocateArray<long>(rows * total, pinned: true);
        _maskLengths = new int[rows];
        _logits = new LogitsBuffer(graph, rows);
        _binding = graph.Session.CreateIoBinding();
        GraphNames names = graph.Config.Names;
        _changing.Add((names.InputIds, _values.Add(_ids.AsMemory(), [rows, 1])));
        _changing.Add((names.AttentionMask, _values.Add(_mask.AsMemory(), [rows, total])));
        if (graph.Inputs.PositionIds)
        {
            _changing.Add((names.PositionIds, _values.Add(_positions.AsMemory(), [rows, 1])));
        }

        BindChanging();
        optional.Bind(_binding, hasPast: true);
        _binding.BindOutput(names.Logits, _logits.Tensor(_values, rows, 1));
        KvBinding.Bind(_binding, names, arena.Layout.Layers, (layer, part) => _values.Add(arena.Tensor(layer, part, firstSlot, rows)));
    }

    /// <summary>Sets one row: its input token and how many rows its slot holds already.</summary>
    public void SetRow(int row, int token, int cached)
    {
        _ids[row] = token;
        _positions[row] = cached;
        SetMask(row, cached + 1);
    }

    public void Execute(RunOptions options)
    {
        if (_graph.DeviceCopiesInputs)
        {
            BindChanging();
        }

        _graph.Session.RunWithBinding(options, _binding);
    }

    /// <summary>The logits of one row, [vocabulary]; valid until the next Run.</summary>
    public Span<float> Logits(int row) => _logits.Row(row);

    public void Dispose()
    {
        _binding.Dispose();
        _values.Dispose();
    }

    private void BindChanging()
    {
        foreach ((string name, OrtValue value) in _changing)
        {
            _binding.BindInput(name, value);
        }
    }

    private void SetMask(int row, int length)
    {
        int old = _maskLengths[row];
        Span<long> mask = _mask.AsSpan(row * _total, _total);
        if (length > old)
        {
            mask[old..length].Fill(1);
        }
        else
        {
            mask[length..old].Clear();
        }

        _maskLengths[row] = length;
    }
}
