using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>A model folder made for one test; gone with it.</summary>
internal sealed class GeneratedFolder : IDisposable
{
    public const string GenAi = """
        {"model": {"context_length": 160, "eos_token_id": 2, "vocab_size": 96, "decoder": {"filename": "model.onnx", "num_key_value_heads": 2, "head_size": 16}},
         "search": {"past_present_share_buffer": true}}
        """;

    public const string Hub = """
        {"model_type": "qwen2", "max_position_embeddings": 160, "eos_token_id": [2, 3], "vocab_size": 96, "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_size": 64}
        """;

    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("model-").FullName;

    public GeneratedFolder With(string file, string text)
    {
        string path = System.IO.Path.Combine(Path, file);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public GeneratedFolder With(OnnxModel model, string file = "model.onnx", string? externalFile = null)
    {
        string path = System.IO.Path.Combine(Path, file);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        model.Save(path, externalFile);
        return this;
    }

    public DecoderGraph Load() => DecoderGraph.Load(ModelConfigReader.Read(Path), threads: 1);

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
