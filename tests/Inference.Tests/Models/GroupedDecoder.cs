using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>How a graph with GroupQueryAttention is made.</summary>
internal sealed record GroupedOptions
{
    /// <summary>Rotary embedding is an operator of its own and takes position_ids; else it is part of the attention.</summary>
    public bool SeparateRotary { get; init; }

    /// <summary>Weights, cache and logits are float16.</summary>
    public bool Half { get; init; }

    /// <summary>Bits of a weight, 4 or 8; 0 keeps floats.</summary>
    public int Bits { get; init; }

    /// <summary>Logits of the last token only.</summary>
    public bool PrunedHead { get; init; }
}

/// <summary>Llama-shaped decoders as onnxruntime-genai's builder makes them, with random weights.</summary>
internal sealed class GroupedDecoder
{
    private const int Block = 32;

    private readonly DecoderShape _shape;
    private readonly GroupedOptions _options;
    private readonly OnnxModel _model = new();
    private readonly Weights _weights = new(seed: 2);
    private int _names;

    private GroupedDecoder(DecoderShape shape, GroupedOptions options)
    {
        _shape = shape;
        _options = options;
    }

    private int Type => _options.Half ? OnnxTensor.Half : OnnxTensor.Float;

    public static OnnxModel Build(DecoderShape shape, GroupedOptions options)
    {
        GroupedDecoder decoder = new(shape, options);
        decoder.Declare();
        decoder.AddBody();
        return decoder._model;
    }

    private void Declare()
    {
        _model.Input("input_ids", OnnxTensor.Int64, "batch", "sequence");
        _model.Input("attention_mask", OnnxTensor.Int64, "batch", "total");
        if (_options.SeparateRotary)
        {
            _model.Input("position_ids", OnnxTensor.Int64, "batch", "sequence");
        }

        _model.Output("logits", Type, "batch", _options.PrunedHead ? 1 : "sequence", _shape.Vocabulary);
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            foreach (string part in new[] { "key", "value" })
            {
                _model.Input($"past_key_values.{layer}.{part}", Type, "batch", _shape.KvHeads, "past", _shape.HeadSize);
                _model.Output($"present.{layer}.{part}", Type, "batch", _shape.KvHeads, "total", _shape.HeadSize);
            }
        }
    }

    private void AddBody()
    {
        AddMask();
        (float[] cos, float[] sin) = _shape.Rotary();
        Constant(OnnxTensor.Of("cos", cos, _shape.Context, _shape.HeadSize / 2));
        Constant(OnnxTensor.Of("sin", sin, _shape.Context, _shape.HeadSize / 2));
        string x = Node("Gather", Constant(_weights.Normal("embed", 1, _shape.Vocabulary, _shape.Width)), "input_ids");
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            x = Node("Add", x, Attention(layer, Norm(x, $"{layer}.norm1")));
            x = Node("Add", x, FeedForward(layer, Norm(x, $"{layer}.norm2")));
        }

        x = Norm(x, "norm.final");
        if (_options.PrunedHead)
        {
            _model.Constant(OnnxTensor.Of("last", [-1L], 1));
            x = _model.Add("Gather", [x, "last"], [Fresh()], "", ("axis", 1));
        }

        _model.Add("MatMul", "logits", x, Constant(_weights.Matrix("head", _shape.Width, _shape.Vocabulary)));
    }

    private void AddMask()
    {
        _model.Constant(OnnxTensor.Of("one", [1L]));
        _model.Constant(OnnxTensor.Of("axis", [1L], 1));
        string sum = _model.Add("ReduceSum", ["attention_mask", "axis"], [Fresh()], "", ("keepdims", 0));
        _model.Add("Cast", [Node("Sub", sum, "one")], ["lengths"], "", ("to", OnnxTensor.Int32));
        _model.Add("Cast", [Node("Gather", Node("Shape", "attention_mask"), "one")], ["total"], "", ("to", OnnxTensor.Int32));
    }

    private string Attention(int layer, string x)
    {
        string q = Linear(x, $"{layer}.q", _shape.Width, _shape.Width);
        string k = Linear(x, $"{layer}.k", _shape.Width, _shape.KvWidth);
        string v = Linear(x, $"{layer}.v", _shape.Width, _shape.KvWidth);
        if (_options.SeparateRotary)
        {
            q = Contributed("RotaryEmbedding", [q, "position_ids", "cos", "sin"], ("interleaved", 0));
            k = Contributed("RotaryEmbedding", [k, "position_ids", "cos", "sin"], ("interleaved", 0));
        }

        string[] rotary = _options.SeparateRotary ? [] : ["cos", "sin"];
        string mixed = _model.Add(
            "GroupQueryAttention",
            [q, k, v, $"past_key_values.{layer}.key", $"past_key_values.{layer}.value", "lengths", "total", .. rotary],
            [Fresh(), $"present.{layer}.key", $"present.{layer}.value"],
            OnnxNodes.Microsoft,
            ("num_heads", _shape.Heads),
            ("kv_num_heads", _shape.KvHeads),
            ("do_rotary", _options.SeparateRotary ? 0 : 1));
        return Linear(mixed, $"{layer}.out", _shape.Width, _shape.Width);
    }

    private string FeedForward(int layer, string x)
    {
        string gate = Linear(x, $"{layer}.gate", _shape.Width, _shape.Inner);
        string up = Linear(x, $"{layer}.up", _shape.Width, _shape.Inner);
        return Linear(Node("Mul", Node("Mul", gate, Node("Sigmoid", gate)), up), $"{layer}.down", _shape.Inner, _shape.Width);
    }

    private string Norm(string x, string name) => _model.Add(
        "SimplifiedLayerNormalization", [x, Constant(_weights.Scale(name, _shape.Width))], [Fresh()], "", ("axis", -1), ("epsilon", 1e-5f), ("stash_type", 1));

    private string Linear(string x, string name, int from, int to)
    {
        if (_options.Bits == 0)
        {
            return Node("MatMul", x, Constant(_weights.Matrix(name, from, to)));
        }

        int blocks = (from + Block - 1) / Block;
        int bytes = Block * _options.Bits / 8;
        string packed = _model.Constant(OnnxTensor.Of($"{name}.packed", _weights.Bytes(to * blocks * bytes), to, blocks, bytes));

        // Uniform over 2^bits steps has a deviation of 2^bits / sqrt(12).
        float step = (float)(Math.Sqrt(12.0 / from) / (1 << _options.Bits));
        string scales = _model.Constant(OnnxTensor.Of($"{name}.scales", [.. Enumerable.Repeat(step, to * blocks)], to * blocks));
        return Contributed("MatMulNBits", [x, packed, scales], ("K", from), ("N", to), ("bits", _options.Bits), ("block_size", Block));
    }

    private string Constant(OnnxTensor tensor) => _model.Constant(_options.Half ? tensor.ToHalf() : tensor);

    private string Node(string operation, params string[] inputs) => _model.Add(operation, Fresh(), inputs);

    private string Contributed(string operation, string[] inputs, params (string, object)[] attributes) =>
        _model.Add(operation, inputs, [Fresh()], OnnxNodes.Microsoft, attributes);

    private string Fresh() => $"t{_names++}";
}
