using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// Plain graphs, which make a longer present out of a past: [1, KV heads, p, head size] in, [1, KV heads, p + c, head size] out. One sequence per Run;
/// its rows are copied out of the arena before and the new ones back into it after. So a slot looks the same whatever graph
/// filled it, and everything that works on slots works for these graphs too.
/// </summary>
internal sealed class CopyingExecutor : IModelExecutor
{
    private readonly DecoderGraph _graph;
    private readonly RunOptions _options = new();
    private readonly TokenInputs _tokens;
    private readonly OptionalInputs _optional;
    private readonly StagedKv _staged;
    private readonly LogitsBuffer _logits;
    private readonly float[] _rows;
    private readonly bool _chunksWithoutPast;
    private readonly bool _chunksWithPast;

    public CopyingExecutor(DecoderGraph graph, KvArena arena, int chunkMax)
    {
        _graph = graph;
        int together = Math.Max(chunkMax, ChunkProbe.Tokens);
        _tokens = new TokenInputs(graph, together, arena.Capacity);
        _optional = new OptionalInputs(graph);
        _staged = new StagedKv(arena);
        _logits = new LogitsBuffer(graph, graph.Inputs.LogitRows(together));
        _rows = new float[arena.Slots * graph.VocabularySize];
        ChunkProbe probe = new((past, tokens) => Run(slot: 0, past, tokens), graph.VocabularySize);
        _chunksWithoutPast = probe.ChunksWithoutPast();
        _chunksWithPast = probe.ChunksWithPast();
    }

    public Span<float> Prefill(int slot, int past, ReadOnlySpan<int> tokens)
    {
        bool together = past > 0 ? _chunksWithPast : _chunksWithoutPast;
        int first = together ? tokens.Length : 1;
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

    public Span<float> Logits(int row) => _rows.AsSpan(row * _graph.VocabularySize, _graph.VocabularySize);

    public void Dispose()
    {
        _staged.Dispose();
        _optional.Dispose();
        _options.Dispose();
    }

    private Span<float> Run(int slot, int past, ReadOnlySpan<int> tokens)
    {
        int logitRows = _graph.Inputs.LogitRows(tokens.Length);
        using OrtIoBinding binding = _graph.Session.CreateIoBinding();
        using BoundValues values = new();
        _tokens.Bind(binding, values, past, tokens);
        _optional.Bind(binding, hasPast: past > 0);
        binding.BindOutput(_graph.Config.Names.Logits, _logits.Tensor(values, 1, logitRows));
        _staged.Load(slot, past);
        _staged.Bind(binding, _graph.Config.Names, values, past, tokens.Length);
        _graph.Session.RunWithBinding(_options, binding);
        _staged.Store(slot, past, tokens.Length);
        return _logits.Row(logitRows - 1);
    }
}
