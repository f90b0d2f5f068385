namespace InferenceGateway.Gateway.OpenAi;

/// <summary>What the gateway needs to know of a request's body.</summary>
/// <param name="Model">The model asked for; 1 to <c>Limits.ModelNameCharsMax</c> characters.</param>
/// <param name="Stream">Whether the answer is a stream of events.</param>
/// <param name="MaxTokens">Most tokens to generate, or null when the client set no bound.</param>
public readonly record struct RequestHead(string Model, bool Stream, long? MaxTokens)
{
    /// <summary>Where the model's name stands, quotes included: what a rewrite replaces.</summary>
    public BodySpan ModelPlace { get; init; }

    /// <summary>Where the value of <c>tools</c> stands.</summary>
    public BodySpan Tools { get; init; }

    /// <summary>Where the value of <c>messages</c>, <c>prompt</c> or <c>input</c> stands.</summary>
    public BodySpan Prompt { get; init; }

    /// <summary>Bytes of the prompt's text.</summary>
    public int PromptBytes => Tools.Length + Prompt.Length;

    /// <summary>Answers asked for; 1 unless the client says otherwise.</summary>
    public long Choices { get; init; } = 1;

    /// <summary>The request's <c>cache_salt</c>, or empty.</summary>
    public string CacheSalt { get; init; } = "";

    /// <summary>The request's <c>prompt_cache_key</c>: which conversation or program it belongs to; null when it says nothing.</summary>
    public string? CacheKey { get; init; }
}
