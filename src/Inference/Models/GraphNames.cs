namespace InferenceGateway.Inference.Models;

/// <summary>Names of the graph's tensors; <c>%d</c> stands for the layer number.</summary>
public sealed record GraphNames
{
    /// <summary>int64 [batch, sequence].</summary>
    public string InputIds { get; init; } = "input_ids";

    /// <summary>int64 [batch, total sequence].</summary>
    public string AttentionMask { get; init; } = "attention_mask";

    /// <summary>int64 [batch, sequence]; absent from graphs that work positions out themselves.</summary>
    public string PositionIds { get; init; } = "position_ids";

    /// <summary>Past keys [batch, KV heads, past, head size].</summary>
    public string PastKeys { get; init; } = "past_key_values.%d.key";

    /// <summary>Past values, same shape.</summary>
    public string PastValues { get; init; } = "past_key_values.%d.value";

    /// <summary>bool [1]; in graphs that hold two branches, whether to take the one that reads the past.</summary>
    public string UseCacheBranch { get; init; } = "use_cache_branch";

    /// <summary>int64, one number: of how many last tokens logits are wanted. Two names are in use.</summary>
    public IReadOnlyList<string> LogitsToKeep { get; init; } = ["num_logits_to_keep", "logits_to_keep"];

    /// <summary>Float or float16 [batch, sequence or 1, vocabulary].</summary>
    public string Logits { get; init; } = "logits";

    /// <summary>Present keys.</summary>
    public string PresentKeys { get; init; } = "present.%d.key";

    /// <summary>Present values.</summary>
    public string PresentValues { get; init; } = "present.%d.value";

    /// <summary>The name of one layer's tensor.</summary>
    public static string Of(string pattern, int layer) =>
        pattern.Replace("%d", layer.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
