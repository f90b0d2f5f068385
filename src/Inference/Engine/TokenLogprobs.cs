namespace InferenceGateway.Inference.Engine;

/// <summary>A token and the natural logarithm of its probability.</summary>
public readonly record struct TokenLogprob(int Id, float Logprob);

/// <summary>
/// How likely a drawn token was by the model's own distribution: before bias, penalties, temperature and truncation, as vLLM reports it.
/// </summary>
/// <param name="Logprob">Of the drawn token.</param>
/// <param name="Top">The most likely tokens, most likely first; as many as the request asked for.</param>
public sealed record TokenLogprobs(float Logprob, IReadOnlyList<TokenLogprob> Top);
