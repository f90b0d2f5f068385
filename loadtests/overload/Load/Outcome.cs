namespace InferenceGateway.Overload.Load;

/// <summary>What became of a request. Times are in seconds.</summary>
/// <param name="Arrival">The request.</param>
public sealed record Outcome(Arrival Arrival)
{
    /// <summary>HTTP status; 0 if there was none.</summary>
    public int Status { get; init; }

    /// <summary>The error's code, or null.</summary>
    public string? Code { get; init; }

    /// <summary>Whether a refusal says when to come again.</summary>
    public bool HasRetryAfter { get; init; }

    /// <summary>From sending to the first token; null if none came.</summary>
    public double? FirstToken { get; init; }

    /// <summary>When it ended, from the beginning of the load.</summary>
    public double EndedAt { get; init; }

    /// <summary>Prompt and answer, as the engine counted them.</summary>
    public long Tokens { get; init; }

    /// <summary>Whether the answer came whole.</summary>
    public bool Served { get; init; }
}
