using InferenceGateway.Inference.Models;
using InferenceGateway.KvFabric.Transfer;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>
/// The oracle: ONNX Runtime called directly, every token by computing the whole sequence anew with an empty past. No arena, no cache, no batch.
/// </summary>
internal sealed class NaiveLoop(DecoderGraph graph) : IDisposable
{
    /// <summary>The logits after the last of these tokens.</summary>
    public float[] Logits(ReadOnlySpan<int> tokens)
    {
        List<NamedOnnxValue> inputs = [];
        int length = tokens.Length;
        int[] shape = [1, length];
        DenseTensor<long> ids = new(shape), positions = new(shape), mask = new(shape);
        for (int i = 0; i < length; i++)
        {
            (ids[0, i], positions[0, i], mask[0, i]) = (tokens[i], i, 1);
        }

        inputs.Add(NamedOnnxValue.CreateFromTensor("input_ids", ids));
        inputs.Add(NamedOnnxValue.CreateFromTensor("attention_mask", mask));
        AddOptional(inputs, positions);
        AddEmptyPast(inputs);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = graph.Session.Run(inputs, ["logits"]);
        float[] all = graph.Inputs.HalfLogits
            ? [.. results[0].AsTensor<Float16>().Select(value => (float)value)]
            : [.. results[0].AsTensor<float>()];
        return all[^DecoderShape.SmallVocabulary..];
    }

    /// <summary>The greedy answer to a prompt.</summary>
    public int[] Generate(int[] prompt, int count)
    {
        List<int> tokens = [.. prompt];
        for (int i = 0; i < count; i++)
        {
            float[] logits = Logits([.. tokens]);
            tokens.Add(logits.IndexOf(logits.Max()));
        }

        return [.. tokens[prompt.Length..]];
    }

    public void Dispose() => graph.Dispose();

    private void AddOptional(List<NamedOnnxValue> inputs, DenseTensor<long> positions)
    {
        if (graph.Inputs.PositionIds)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("position_ids", positions));
        }

        if (graph.Inputs.UseCacheBranch)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("use_cache_branch", new DenseTensor<bool>(new[] { false }, [1])));
        }

        if (graph.Inputs.LogitsToKeep is { } name)
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(new[] { 0L }, [])));
        }
    }

    private void AddEmptyPast(List<NamedOnnxValue> inputs)
    {
        KvLayout layout = graph.Layout;
        int[] shape = [1, layout.Heads, 0, layout.HeadSize];
        foreach (string part in new[] { "key", "value" })
        {
            for (int layer = 0; layer < layout.Layers; layer++)
            {
                string name = $"past_key_values.{layer}.{part}";
                inputs.Add(layout.ElementType == KvElementType.Float32
                    ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape))
                    : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<Float16>(shape)));
            }
        }
    }
}
