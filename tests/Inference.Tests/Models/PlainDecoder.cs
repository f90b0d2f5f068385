using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>How a plain export is made.</summary>
internal sealed record PlainOptions
{
    /// <summary>Learned positions, LayerNorm and one matrix for query, key and value, as in GPT-2; else rotary positions, RMS norm and biased projections, as in Qwen 2.</summary>
    public bool LearnedPositions { get; init; }

    /// <summary>Positions come as an input; else the graph counts them from the length of its past.</summary>
    public bool PositionIds { get; init; }

    /// <summary>Two branches, of which one does not read the past.</summary>
    public bool CacheBranch { get; init; }

    /// <summary>What reads the past was traced with a single token: several see each other.</summary>
    public bool Unmasked { get; init; }

    /// <summary>Name of an input that says of how many last tokens logits are wanted.</summary>
    public string? LogitsToKeep { get; init; }

    /// <summary>Heads and head size are left open in the graph's inputs.</summary>
    public bool OpenSizes { get; init; }
}

/// <summary>
/// Decoders as Optimum and transformers.js export them: plain ONNX operators, past_key_values in, present out. Written from the published
/// descriptions of the architectures, with random weights.
/// </summary>
internal sealed class PlainDecoder
{
    private readonly DecoderShape _shape;
    private readonly PlainOptions _options;
    private readonly OnnxModel _model = new();

    private PlainDecoder(DecoderShape shape, PlainOptions options)
    {
        _shape = shape;
        _options = options;
    }

    public static OnnxModel Build(DecoderShape shape, PlainOptions options)
    {
        PlainDecoder decoder = new(shape, options);
        decoder.DeclareInputs();
        decoder.AddConstants(new Weights(seed: 1));
        decoder.DeclareOutputs();
        if (options.CacheBranch)
        {
            decoder.AddBranches();
        }
        else
        {
            _ = new PlainBody(decoder._model, shape, options, prefix: "", outputs: "", hasPast: true, causal: !options.Unmasked).Add();
        }

        return decoder._model;
    }

    private void DeclareInputs()
    {
        object heads = _options.OpenSizes ? "heads" : _shape.KvHeads;
        object size = _options.OpenSizes ? "head_size" : _shape.HeadSize;
        _model.Input("input_ids", OnnxTensor.Int64, "batch", "sequence");
        _model.Input("attention_mask", OnnxTensor.Int64, "batch", "total");
        if (_options.PositionIds)
        {
            _model.Input("position_ids", OnnxTensor.Int64, "batch", "sequence");
        }

        if (_options.CacheBranch)
        {
            _model.Input("use_cache_branch", OnnxTensor.Bool, 1);
        }

        if (_options.LogitsToKeep is { } keep)
        {
            _model.Input(keep, OnnxTensor.Int64);
        }

        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            _model.Input($"past_key_values.{layer}.key", OnnxTensor.Float, "batch", heads, "past", size);
            _model.Input($"past_key_values.{layer}.value", OnnxTensor.Float, "batch", heads, "past", size);
        }
    }

    private void DeclareOutputs()
    {
        _model.Output("logits", OnnxTensor.Float, "batch", "logit_rows", _shape.Vocabulary);
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            _model.Output($"present.{layer}.key", OnnxTensor.Float, "batch", _shape.KvHeads, "total", _shape.HeadSize);
            _model.Output($"present.{layer}.value", OnnxTensor.Float, "batch", _shape.KvHeads, "total", _shape.HeadSize);
        }
    }

    private void AddConstants(Weights weights)
    {
        int width = _shape.Width;
        _model.Constant(weights.Normal("embed", 1, _shape.Vocabulary, width));
        _model.Constant(weights.Matrix("head", width, _shape.Vocabulary));
        AddNorm(weights, "norm.final");
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            AddNorm(weights, $"{layer}.norm1");
            AddNorm(weights, $"{layer}.norm2");
            AddLinear(weights, $"{layer}.qkv", width, width + (2 * _shape.KvWidth));
            AddLinear(weights, $"{layer}.out", width, width);
            AddLinear(weights, $"{layer}.up", width, _shape.Inner);
            AddLinear(weights, $"{layer}.gate", width, _shape.Inner);
            AddLinear(weights, $"{layer}.down", _shape.Inner, width);
        }

        (float[] cos, float[] sin) = _shape.Rotary();
        int half = _shape.HeadSize / 2;
        _model.Constant(OnnxTensor.Of("cos", cos, _shape.Context, half));
        _model.Constant(OnnxTensor.Of("sin", sin, _shape.Context, half));
        _model.Constant(weights.Normal("positions", 1, _shape.Context, width));
        PlainBody.AddConstants(_model, _shape);
    }

    private void AddNorm(Weights weights, string name)
    {
        _model.Constant(weights.Scale($"{name}.scale", _shape.Width));
        _model.Constant(weights.Normal($"{name}.bias", 0.1, _shape.Width));
    }

    private void AddLinear(Weights weights, string name, int from, int to)
    {
        _model.Constant(weights.Matrix($"{name}.weight", from, to));
        _model.Constant(weights.Normal($"{name}.bias", 0.1, to));
    }

    private void AddBranches()
    {
        OnnxNodes with = new(), without = new();
        string[] inThen = new PlainBody(with, _shape, _options, prefix: "with/", outputs: "with/out/", hasPast: true, causal: !_options.Unmasked).Add();
        string[] inElse = new PlainBody(without, _shape, _options, prefix: "without/", outputs: "without/out/", hasPast: false, causal: true).Add();
        string[] outputs = [.. inThen.Select(name => name["with/out/".Length..])];
        _model.Add("If", ["use_cache_branch"], outputs, "", ("then_branch", Branch("with", with, inThen)), ("else_branch", Branch("without", without, inElse)));
    }

    private static ProtoWriter Branch(string name, OnnxNodes nodes, string[] outputs) =>
        nodes.ToBranch(name, outputs.Select(output => (output, OnnxTensor.Float, output.EndsWith("logits", StringComparison.Ordinal) ? 3 : 4)));
}
