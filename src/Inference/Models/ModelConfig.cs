namespace InferenceGateway.Inference.Models;

/// <summary>What a model folder's configuration files say, before the graph itself is looked at.</summary>
public sealed record ModelConfig
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Path of the ONNX graph.</summary>
    public required string GraphPath { get; init; }

    /// <summary>Longest sequence the model was made for, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Tokens that end a generation, from the model's configuration and from generation_config.json.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }

    /// <summary>Names of the graph's inputs and outputs.</summary>
    public GraphNames Names { get; init; } = new();

    /// <summary>Sizes that a graph may leave open.</summary>
    public ModelSizes Sizes { get; init; }
}

/// <summary>Sizes as the configuration gives them; 0 where it does not. The graph's own count where it has them.</summary>
/// <param name="Vocabulary">Width of the logits.</param>
/// <param name="Heads">KV heads per layer.</param>
/// <param name="HeadSize">Elements per head.</param>
public readonly record struct ModelSizes(int Vocabulary, int Heads, int HeadSize);
