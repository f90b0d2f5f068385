using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;

namespace InferenceGateway.Inference.Execution;

/// <summary>
/// Graphs that append to the memory they read from. All rows of a decode step are one Run over the arena's own memory; slots in the range that do not
/// decode run as dummy rows of length one.
/// </summary>
internal sealed class InPlaceExecutor(DecoderGraph graph, KvArena arena, int chunkMax) : IModelExecutor
{
    private readonly PrefillRun _prefill = new(graph, arena, chunkMax);
    private readonly DecodeRun _decode = new(graph, arena);
    private DecodeBinding? _binding;

    public Span<float> Prefill(int slot, int past, ReadOnlySpan<int> tokens) => _prefill.Execute(slot, past, tokens);

    public void Decode(int firstSlot, ReadOnlySpan<DecodeRow> rows)
    {
        int longest = 0;
        foreach (DecodeRow row in rows)
        {
            longest = Math.Max(longest, row.Cached);
        }

        _binding = _decode.Binding(firstSlot, rows.Length, longest);
        for (int row = 0; row < rows.Length; row++)
        {
            _binding.SetRow(row, Math.Max(rows[row].Token, 0), rows[row].Cached);
        }

        _decode.Execute(_binding);
    }

    public Span<float> Logits(int row) => _binding!.Logits(row);

    public void Dispose()
    {
        _prefill.Dispose();
        _decode.Dispose();
    }
}
