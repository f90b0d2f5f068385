using System.Numerics.Tensors;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>Host memory that a graph writes logits to, and the floats they are whatever the graph's own number format.</summary>
internal sealed class LogitsBuffer
{
    private readonly int _vocabulary;
    private readonly float[] _floats;
    private readonly Half[]? _halves;

    public LogitsBuffer(DecoderGraph graph, int rows)
    {
        _vocabulary = graph.VocabularySize;
        _floats = GC.AllocateUninitializedArray<float>(rows * _vocabulary, pinned: true);
        _halves = graph.Inputs.HalfLogits ? GC.AllocateUninitializedArray<Half>(rows * _vocabulary, pinned: true) : null;
    }

    /// <summary>A tensor [batch, rows, vocabulary] over the buffer's beginning.</summary>
    public OrtValue Tensor(BoundValues values, int batch, int rows)
    {
        long[] shape = [batch, rows, _vocabulary];
        int length = batch * rows * _vocabulary;
        return _halves is null ? values.Add(_floats.AsMemory(0, length), shape) : values.AddHalves(_halves.AsMemory(0, length), shape);
    }

    /// <summary>One row as floats; each call after a Run reads what the graph wrote.</summary>
    public Span<float> Row(int row)
    {
        Span<float> floats = _floats.AsSpan(row * _vocabulary, _vocabulary);
        if (_halves is not null)
        {
            TensorPrimitives.ConvertToSingle(_halves.AsSpan(row * _vocabulary, _vocabulary), floats);
        }

        return floats;
    }
}
