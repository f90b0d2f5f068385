namespace InferenceGateway.Gateway.OpenAi;

/// <summary>What the gateway needs to know of a request's body.</summary>
/// <param name="Model">The model asked for; 1 to <c>Limits.ModelNameCharsMax</c> characters.</param>
/// <param name="Stream">Whether the answer is a stream of events.</param>
/// <param name="MaxTokens">Most tokens to generate, or null when the client set no bound.</param>
public readonly record struct RequestHead(string Model, bool Stream, long? MaxTokens);
