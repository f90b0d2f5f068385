using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>A kind of model folder that is served.</summary>
/// <param name="Name">For the reader of a failing test.</param>
/// <param name="Write">Fills the folder.</param>
/// <param name="InPlace">Whether the graph must be found to append in place.</param>
/// <param name="Slack">How far below the best logit a drawn token's may be when all is computed at once: 0, or what rounding explains.</param>
public sealed record ServedModel(string Name, Action<string> Write, bool InPlace, float Slack)
{
    private static readonly DecoderShape Grouped = new(4, 2, 16);
    private static readonly DecoderShape EveryHead = new(4, 4, 16);

    public static IReadOnlyList<ServedModel> All { get; } =
    [
        Plain("Qwen 2 shape, positions counted inside", Grouped, new PlainOptions()),
        Plain("Qwen 2 shape, position_ids", Grouped, new PlainOptions { PositionIds = true }),
        Plain("GPT-2 shape, learned positions", EveryHead, new PlainOptions { LearnedPositions = true, PositionIds = true }),
        Plain("external data", Grouped, new PlainOptions(), externalFile: "weights.pb"),
        Plain("use_cache_branch", Grouped, new PlainOptions { CacheBranch = true }, file: "onnx/decoder_model_merged.onnx"),
        Plain("use_cache_branch, no mask among several", Grouped, new PlainOptions { CacheBranch = true, PositionIds = true, Unmasked = true }),
        Plain("num_logits_to_keep", Grouped, new PlainOptions { LogitsToKeep = "num_logits_to_keep" }, file: "onnx/model.onnx"),
        Plain("sizes left to config.json", Grouped, new PlainOptions { OpenSizes = true }, file: "model_q4.onnx"),
        GenAi("GroupQueryAttention, rotary inside", Grouped, new GroupedOptions()),
        GenAi("GroupQueryAttention, head size 8, RotaryEmbedding, position_ids", new DecoderShape(4, 2, 8), new GroupedOptions { SeparateRotary = true }),
        GenAi("GroupQueryAttention, logits of the last token", Grouped, new GroupedOptions { PrunedHead = true }),
        GenAi("GroupQueryAttention, int4 weights", Grouped, new GroupedOptions { Bits = 4 }, slack: 1e-3f),
        GenAi("GroupQueryAttention, int8 weights", Grouped, new GroupedOptions { Bits = 8 }, slack: 1e-3f),
        GenAi("GroupQueryAttention, float16", Grouped, new GroupedOptions { Half = true }, slack: 0.05f),
    ];

    public override string ToString() => Name;

    internal GeneratedFolder Generate()
    {
        GeneratedFolder folder = new();
        Write(folder.Path);
        return folder;
    }

    private static ServedModel Plain(string name, DecoderShape shape, PlainOptions options, string file = "model.onnx", string? externalFile = null) =>
        new($"plain: {name}", path => Fill(path, PlainDecoder.Build(shape, options), "config.json", GeneratedFolder.Hub, file, externalFile), InPlace: false, Slack: 0);

    private static ServedModel GenAi(string name, DecoderShape shape, GroupedOptions options, float slack = 0) =>
        new(name, path => Fill(path, GroupedDecoder.Build(shape, options), "genai_config.json", GeneratedFolder.GenAi, "model.onnx", null), InPlace: true, slack);

    private static void Fill(string folder, OnnxModel model, string configFile, string config, string file, string? externalFile)
    {
        File.WriteAllText(Path.Combine(folder, configFile), config);
        string graph = Path.Combine(folder, file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(graph)!);
        model.Save(graph, externalFile);
    }
}
