namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>Characters of a text from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
internal readonly record struct TextRange(int Start, int End);
