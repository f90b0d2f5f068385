using System.Diagnostics;
using System.Numerics.Tensors;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Benchmarks;

/// <summary>
/// The mark to hold: ONNX Runtime called by hand with everything prepared, nothing scheduled, nobody to answer. One session, one I/O binding,
/// fixed shapes, greedy choice.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly DecoderGraph _graph;
    private readonly RunOptions _options = new();
    private readonly int _rows;
    private readonly List<OrtValue> _kv = [];

    public BareLoop(DecoderGraph graph, int rows, int capacity, int past)
    {
        _graph = graph;
        _rows = rows;
        for (int i = 0; i < 2 * graph.Layout.Layers; i++)
        {
            float[] memory = GC.AllocateArray<float>(rows * graph.Layout.Heads * capacity * graph.Layout.HeadSize, pinned: true);
            Touch(memory, capacity * graph.Layout.HeadSize, past * graph.Layout.HeadSize);
            _kv.Add(OrtValue.CreateTensorValueFromMemory(memory, [rows, graph.Layout.Heads, capacity, graph.Layout.HeadSize]));
        }
    }

    /// <summary>Tokens per second of <paramref name="steps"/> decode steps over all rows, each with <paramref name="past"/> rows cached.</summary>
    public double Decode(int past, int steps)
    {
        int total = past + steps;
        long[] ids = GC.AllocateArray<long>(_rows, pinned: true);
        long[] mask = GC.AllocateArray<long>(_rows * total, pinned: true);
        float[] logits = GC.AllocateArray<float>(_rows * _graph.VocabularySize, pinned: true);
        using OrtIoBinding binding = Bind(ids, [_rows, 1], mask, [_rows, total], logits, [_rows, 1, _graph.VocabularySize], out List<OrtValue> values);
        for (int row = 0; row < _rows; row++)
        {
            mask.AsSpan(row * total, past).Fill(1);
        }

        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            for (int row = 0; row < _rows; row++)
            {
                mask[(row * total) + past + step] = 1;
            }

            _graph.Session.RunWithBinding(_options, binding);
            for (int row = 0; row < _rows; row++)
            {
                ids[row] = TensorPrimitives.IndexOfMax<float>(logits.AsSpan(row * _graph.VocabularySize, _graph.VocabularySize));
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        values.ForEach(value => value.Dispose());
        return _rows * steps / seconds;
    }

    /// <summary>Tokens per second of one prompt in chunks, on the first row (make the loop with one row).</summary>
    public double Prefill(int tokens, int chunk)
    {
        long[] ids = GC.AllocateArray<long>(chunk, pinned: true);
        ids.AsSpan().Fill(20);
        long[] mask = GC.AllocateArray<long>(tokens, pinned: true);
        mask.AsSpan().Fill(1);
        float[] logits = GC.AllocateArray<float>(chunk * _graph.VocabularySize, pinned: true);
        long start = Stopwatch.GetTimestamp();
        for (int past = 0; past < tokens; past += chunk)
        {
            using OrtIoBinding binding = Bind(
                ids, [1, chunk], mask, [1, past + chunk], logits, [1, chunk, _graph.VocabularySize], out List<OrtValue> values);
            _graph.Session.RunWithBinding(_options, binding);
            values.ForEach(value => value.Dispose());
        }

        return tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _kv.ForEach(value => value.Dispose());
        _options.Dispose();
    }

    /// <summary>
    /// Writes the rows of the past, as a real past is written: memory that nobody has touched is one page of zeros mapped everywhere, and never
    /// leaves the cache.
    /// </summary>
    private static void Touch(Span<float> memory, int headLength, int pastLength)
    {
        for (; memory.Length > 0; memory = memory[headLength..])
        {
            memory[..pastLength].Fill(0.01f);
        }
    }

    private OrtIoBinding Bind(
        long[] ids, long[] idShape, long[] mask, long[] maskShape, float[] logits, long[] logitShape, out List<OrtValue> values)
    {
        GraphNames names = _graph.Config.Names;
        OrtIoBinding binding = _graph.Session.CreateIoBinding();
        values =
        [
            OrtValue.CreateTensorValueFromMemory(ids, idShape),
            OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, mask.AsMemory(0, (int)(maskShape[0] * maskShape[1])), maskShape),
            OrtValue.CreateTensorValueFromMemory(logits, logitShape),
        ];
        binding.BindInput(names.InputIds, values[0]);
        binding.BindInput(names.AttentionMask, values[1]);
        binding.BindOutput(names.Logits, values[2]);
        for (int layer = 0; layer < _graph.Layout.Layers; layer++)
        {
            binding.BindInput(GraphNames.Of(names.PastKeys, layer), _kv[2 * layer]);
            binding.BindInput(GraphNames.Of(names.PastValues, layer), _kv[(2 * layer) + 1]);
            binding.BindOutput(GraphNames.Of(names.PresentKeys, layer), _kv[2 * layer]);
            binding.BindOutput(GraphNames.Of(names.PresentValues, layer), _kv[(2 * layer) + 1]);
        }

        return binding;
    }
}
