using InferenceGateway.Inference.Tests.Models;

namespace InferenceGateway.Inference.Benchmarks;

/// <summary>A Llama-shaped model of 57 million float32 weights, random: large enough that the graph and not the loop decides. Gone with the benchmark.</summary>
internal sealed class GeneratedLlama : IDisposable
{
    /// <summary>What to give in place of a model folder.</summary>
    public const string Name = "llama-57m";

    private static readonly DecoderShape Shape = new(Heads: 8, KvHeads: 4, HeadSize: 64) { Vocabulary = 32_000, Layers = 8, Context = 2048, Inner = 1408 };

    public GeneratedLlama()
    {
        GroupedDecoder.Build(Shape, new GroupedOptions()).Save(Path.Combine(Folder, "model.onnx"));
        File.WriteAllText(
            Path.Combine(Folder, "genai_config.json"),
            $$"""
            {"model": {"context_length": {{Shape.Context}}, "eos_token_id": 2, "decoder": {"filename": "model.onnx"} } }
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("llama-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
