using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// Runs one chunk of one sequence (batch 1) in place, with or without a past: past = present = the slot's rows [1, KV heads, capacity, head size];
/// logits [1, c, vocabulary], of which the last row counts.
/// </summary>
internal sealed class PrefillRun(DecoderGraph graph, KvArena arena, int chunkMax) : IDisposable
{
    private readonly RunOptions _options = new();
    private readonly TokenInputs _tokens = new(graph, chunkMax, arena.Capacity);
    private readonly OptionalInputs _optional = new(graph);
    private readonly LogitsBuffer _logits = new(graph, graph.Inputs.LogitRows(chunkMax));
    private readonly OrtValue?[] _slotTensors = new OrtValue?[arena.Slots * 2 * arena.Layout.Layers];

    /// <summary>Computes rows [past, past + tokens) of a slot.</summary>
    /// <returns>The logits after the last token, [vocabulary]; valid until the next call.</returns>
    public Span<float> Execute(int slot, int past, ReadOnlySpan<int> tokens)
    {
        GraphNames names = graph.Config.Names;
        int logitRows = graph.Inputs.LogitRows(tokens.Length);
        using OrtIoBinding binding = graph.Session.CreateIoBinding();
        using BoundValues values = new();
        _tokens.Bind(binding, values, past, tokens);
        _optional.Bind(binding, hasPast: past > 0);
        binding.BindOutput(names.Logits, _logits.Tensor(values, 1, logitRows));
        KvBinding.Bind(binding, names, arena.Layout.Layers, (layer, part) => SlotTensor(slot, layer, part));
        graph.Session.RunWithBinding(_options, binding);
        return _logits.Row(logitRows - 1);
    }

    public void Dispose()
    {
        foreach (OrtValue? tensor in _slotTensors)
        {
            tensor?.Dispose();
        }

        _optional.Dispose();
        _options.Dispose();
    }

    private OrtValue SlotTensor(int slot, int layer, KvPart part) =>
        _slotTensors[(((slot * arena.Layout.Layers) + layer) * 2) + (int)part] ??= arena.Tensor(layer, part, slot, 1);
}
