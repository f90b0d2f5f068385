using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// Plain graphs, which make a longer present out of a past: [1, KV heads, p, head size] in, [1, KV heads, p + c, head size] out. One sequence per Run;
/// its rows are copied out of the arena before and the new ones back into it after. So a slot looks the same whatever graph
/// filled it, and everything that works on slots works for these graphs too.
/// </summary>
internal sealed class CopyingExecutor(DecoderGraph graph, KvArena arena, int chunkMax) : IModelExecutor
{
    private readonly RunOptions _options = new();
    private readonly TokenInputs _tokens = new(graph, chunkMax, arena.Capacity);
    private readonly OptionalInputs _optional = new(graph);
    private readonly StagedKv _staged = new(arena);
    private readonly LogitsBuffer _logits = new(graph, graph.Inputs.LogitRows(chunkMax));
    private readonly float[] _rows = new float[arena.Slots * graph.VocabularySize];

    public Span<float> Prefill(int slot, int past, ReadOnlySpan<int> tokens)
    {
        // The branch that reads a past was often traced with a single token, and then has no causal mask among several.
        int first = past > 0 && graph.Inputs.UseCacheBranch ? 1 : tokens.Length;
        Span<float> logits = Run(slot, past, tokens[..first]);
        for (int done = first; done < tokens.Length; done++)
        {
            logits = Run(slot, past + done, tokens.Slice(done, 1));
        }

        return logits;
    }

    public void Decode(int firstSlot, ReadOnlySpan<DecodeRow> rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Decodes)
            {
                Run(firstSlot + row, rows[row].Cached, [rows[row].Token]).CopyTo(Logits(row));
            }
        }
    }

    public Span<float> Logits(int row) => _rows.AsSpan(row * graph.VocabularySize, graph.VocabularySize);

    public void Dispose()
    {
        _staged.Dispose();
        _optional.Dispose();
        _options.Dispose();
    }

    private Span<float> Run(int slot, int past, ReadOnlySpan<int> tokens)
    {
        int logitRows = graph.Inputs.LogitRows(tokens.Length);
        using OrtIoBinding binding = graph.Session.CreateIoBinding();
        using BoundValues values = new();
        _tokens.Bind(binding, values, past, tokens);
        _optional.Bind(binding, hasPast: past > 0);
        binding.BindOutput(graph.Config.Names.Logits, _logits.Tensor(values, 1, logitRows));
        _staged.Load(slot, past);
        _staged.Bind(binding, graph.Config.Names, values, past, tokens.Length);
        graph.Session.RunWithBinding(_options, binding);
        _staged.Store(slot, past, tokens.Length);
        return _logits.Row(logitRows - 1);
    }
}
