namespace InferenceGateway.Inference.Tokenization;

/// <summary>The tokens with a role, as <c>tokenizer_config.json</c> names them. A role nobody named is null.</summary>
/// <param name="Beginning">Id of the token that begins a sequence.</param>
/// <param name="End">Id of the token that ends a sequence.</param>
/// <param name="Padding">Id of the token that fills a batch.</param>
/// <param name="Unknown">Id of the token for text outside the vocabulary.</param>
public sealed record SpecialTokens(int? Beginning, int? End, int? Padding, int? Unknown);
