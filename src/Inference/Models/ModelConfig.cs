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

    /// <summary>Tokens that end a generation, from genai_config.json and generation_config.json.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }

    /// <summary>Names of the graph's inputs and outputs.</summary>
    public required GraphNames Names { get; init; }
}

/// <summary>Names of the graph's tensors; <c>%d</c> stands for the layer number.</summary>
public sealed record GraphNames
{
    /// <summary>int64 [batch, sequence].</summary>
    public string InputIds { get; init; } = "input_ids";

    /// <summary>int64 [batch, total sequence].</summary>
    public string AttentionMask { get; init; } = "attention_mask";

    /// <summary>int64 [batch, sequence]; absent from graphs that fuse the rotary embedding.</summary>
    public string PositionIds { get; init; } = "position_ids";

    /// <summary>Past keys [batch, KV heads, past, head size].</summary>
    public string PastKeys { get; init; } = "past_key_values.%d.key";

    /// <summary>Past values, same shape.</summary>
    public string PastValues { get; init; } = "past_key_values.%d.value";

    /// <summary>Float [batch, sequence, vocabulary].</summary>
    public string Logits { get; init; } = "logits";

    /// <summary>Present keys.</summary>
    public string PresentKeys { get; init; } = "present.%d.key";

    /// <summary>Present values.</summary>
    public string PresentValues { get; init; } = "present.%d.value";

    /// <summary>The name of one layer's tensor.</summary>
    public static string Of(string pattern, int layer) =>
        pattern.Replace("%d", layer.ToString(), StringComparison.Ordinal);
}
