using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>Finds or makes the binding for a batch's range and length, and keeps a bounded number of them.</summary>
internal sealed class DecodeRun(DecoderGraph graph, KvArena arena) : IDisposable
{
    /// <summary>The mask's length is rounded up to a multiple of this, so that a binding serves that many steps.</summary>
    private const int TotalStep = 256;

    private const int BindingsMax = 64;

    private readonly RunOptions _options = new();
    private readonly OptionalInputs _optional = new(graph);
    private readonly Dictionary<(int First, int Rows, int Total), DecodeBinding> _bindings = [];
    private readonly Queue<(int First, int Rows, int Total)> _order = new();

    /// <summary>The binding for slots [first, first + rows) with at most <paramref name="longest"/> rows cached.</summary>
    public DecodeBinding Binding(int first, int rows, int longest)
    {
        int total = Math.Min(arena.Capacity, (longest + TotalStep) / TotalStep * TotalStep);
        (int, int, int) key = (first, rows, total);
        if (!_bindings.TryGetValue(key, out DecodeBinding? binding))
        {
            Evict();
            binding = new DecodeBinding(graph, arena, _optional, first, rows, total);
            _bindings.Add(key, binding);
            _order.Enqueue(key);
        }

        return binding;
    }

    public void Execute(DecodeBinding binding) => binding.Execute(_options);

    public void Dispose()
    {
        foreach (DecodeBinding binding in _bindings.Values)
        {
            binding.Dispose();
        }

        _optional.Dispose();
        _options.Dispose();
    }

    private void Evict()
    {
        if (_bindings.Count == BindingsMax && _bindings.Remove(_order.Dequeue(), out DecodeBinding? oldest))
        {
            oldest.Dispose();
        }
    }
}
