using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>A folder that cannot be served.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Fill">Makes it.</param>
/// <param name="Names">What the message must name: file, input or value.</param>
public sealed record RefusedFolder(string Name, Action<string> Fill, params string[] Names)
{
    public static IReadOnlyList<RefusedFolder> All { get; } =
    [
        Files("no configuration", [], "neither genai_config.json nor config.json"),
        Files("broken JSON", [("genai_config.json", "{\"model\": ")], "genai_config.json", "not valid JSON"),
        Files("no JSON object", [("config.json", "[1]")], "config.json", "not a JSON object"),
        Files("no decoder", [("genai_config.json", "{\"model\": {}}")], "genai_config.json", "model.decoder"),
        Files("no graph where genai_config.json says", [("genai_config.json", "{\"model\": {\"decoder\": {\"filename\": \"there.onnx\"}}}")], "there.onnx", "model.decoder.filename"),
        Files("no graph", [("config.json", GeneratedFolder.Hub)], ".onnx"),
        Files("several graphs", [("config.json", GeneratedFolder.Hub), ("a.onnx", ""), ("onnx/b.onnx", "")], "model.onnx", "a.onnx, b.onnx"),
        Files("no context length", [("config.json", "{\"eos_token_id\": 1}"), ("model.onnx", "")], "config.json", "max_position_embeddings"),
        Files("impossible context length", [("config.json", "{\"eos_token_id\": 1, \"n_positions\": -1}"), ("model.onnx", "")], "n_positions", "-1"),
        Files("no end token", [("config.json", "{\"max_position_embeddings\": 16}"), ("model.onnx", "")], "eos_token_id", "generation_config.json"),
        Files("end token that is none", [("config.json", "{\"max_position_embeddings\": 16, \"eos_token_id\": \"end\"}"), ("model.onnx", "")], "eos_token_id", "\"end\""),
        Files("a graph that is none", [("config.json", GeneratedFolder.Hub), ("model.onnx", "version https://git-lfs.github.com/spec/v1")], "model.onnx", "not an ONNX graph"),
        new("missing weights file", MissingWeights, "weights.pb", "does not exist"),
        Graph("no input_ids", graph => graph.Rename("input_ids", "tokens"), "input 'input_ids'"),
        Graph("input_ids of int32", graph => graph.Retype("input_ids", OnnxTensor.Int32), "'input_ids'", "Int32", "Int64"),
        Graph("no attention_mask", graph => graph.Rename("attention_mask", "mask"), "input 'attention_mask'"),
        Graph("position_ids of three dimensions", graph => graph.Add("position_ids", OnnxTensor.Int64, 3, "b", "s"), "'position_ids'", "3 dimensions"),
        Graph("exported without a cache", graph => graph.Rename("past_key_values.0.key", "cache"), "input 'past_key_values.0.key'"),
        Graph("values of a layer missing", graph => graph.Rename("past_key_values.1.value", "cache"), "input 'past_key_values.1.value'"),
        Graph("present of a layer missing", graph => graph.Rename("present.1.key", "now"), "output 'present.1.key'"),
        Graph("cache of bfloat16", graph => graph.Retype("past_key_values.0.key", OnnxTensor.BFloat16), "'past_key_values.0.key'", "BFloat16"),
        Graph("layers of several shapes", graph => graph.Reshape("past_key_values.1.key", "b", 3, "p", 16), "'past_key_values.1.key'", "3"),
        Graph("cache of fixed length", graph => graph.Reshape("past_key_values.0.key", "b", 2, 64, 16), "'past_key_values.0.key'", "open length"),
        Graph("no logits", graph => graph.Rename("logits", "scores"), "output 'logits'"),
        Graph("logits of int64", graph => graph.Retype("logits", OnnxTensor.Int64), "'logits'", "Int64"),
        Graph("an input that nobody knows", graph => graph.Add("pixel_values", OnnxTensor.Float, "b", 3), "pixel_values"),
        new("open sizes and no configuration of them", OpenSizes, "past_key_values.0.key", "num_key_value_heads"),
    ];

    public override string ToString() => Name;

    private static RefusedFolder Files(string name, (string File, string Text)[] files, params string[] names) =>
        new(name, folder => Write(folder, files), names);

    private static RefusedFolder Graph(string name, Action<Signature> change, params string[] names) => new(name, folder =>
    {
        Write(folder, [("config.json", GeneratedFolder.Hub)]);
        Signature signature = Signature.Served();
        change(signature);
        signature.ToModel().Save(Path.Combine(folder, "model.onnx"));
    }, names);

    private static void Write(string folder, (string File, string Text)[] files)
    {
        foreach ((string file, string text) in files)
        {
            string path = Path.Combine(folder, file);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static void MissingWeights(string folder)
    {
        Write(folder, [("config.json", GeneratedFolder.Hub)]);
        PlainDecoder.Build(new DecoderShape(4, 2, 16), new PlainOptions()).Save(Path.Combine(folder, "model.onnx"), "weights.pb");
        File.Delete(Path.Combine(folder, "weights.pb"));
    }

    private static void OpenSizes(string folder)
    {
        Write(folder, [("config.json", "{\"max_position_embeddings\": 160, \"eos_token_id\": 1}")]);
        PlainDecoder.Build(new DecoderShape(4, 2, 16), new PlainOptions { OpenSizes = true }).Save(Path.Combine(folder, "model.onnx"));
    }
}
