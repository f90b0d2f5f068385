using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>Inputs and outputs of a graph that computes nothing: every output is a constant.</summary>
internal sealed class Signature
{
    private readonly List<(string Name, int Type, object[] Shape, bool Output)> _tensors = [];

    /// <summary>One that is served.</summary>
    public static Signature Served()
    {
        Signature signature = new();
        signature.Add("input_ids", OnnxTensor.Int64, "b", "s");
        signature.Add("attention_mask", OnnxTensor.Int64, "b", "t");
        signature._tensors.Add(("logits", OnnxTensor.Float, ["b", "s", 96], true));
        for (int layer = 0; layer < 2; layer++)
        {
            foreach (string part in new[] { "key", "value" })
            {
                signature.Add($"past_key_values.{layer}.{part}", OnnxTensor.Float, "b", 2, "p", 16);
                signature._tensors.Add(($"present.{layer}.{part}", OnnxTensor.Float, ["b", 2, "t", 16], true));
            }
        }

        return signature;
    }

    /// <summary>One more input.</summary>
    public void Add(string name, int type, params object[] shape) => _tensors.Add((name, type, shape, false));

    public void Rename(string name, string other) => Change(name, tensor => tensor with { Name = other });

    public void Retype(string name, int type) => Change(name, tensor => tensor with { Type = type });

    public void Reshape(string name, params object[] shape) => Change(name, tensor => tensor with { Shape = shape });

    public OnnxModel ToModel()
    {
        OnnxModel model = new();
        string open = model.Add("Gather", "open", model.Add("Shape", "shape", _tensors[0].Name), model.Constant(OnnxTensor.Of("first", [0L], 1)));
        foreach ((string name, int type, object[] shape, bool output) in _tensors)
        {
            if (!output)
            {
                model.Input(name, type, shape);
                continue;
            }

            model.Output(name, type, shape);
            string[] each = [.. shape.Select((size, i) => size is int known ? model.Constant(OnnxTensor.Of($"{name}.{i}", [known], 1)) : open)];
            string sizes = model.Add("Concat", each, [$"{name}.shape"], "", ("axis", 0));
            string zeroes = model.Add("ConstantOfShape", $"{name}.zeroes", sizes);
            model.Add("Cast", [zeroes], [name], "", ("to", type));
        }

        return model;
    }

    private void Change(string name, Func<(string Name, int Type, object[] Shape, bool Output), (string, int, object[], bool)> change)
    {
        int index = _tensors.FindIndex(tensor => tensor.Name == name);
        _tensors[index] = change(_tensors[index]);
    }
}
