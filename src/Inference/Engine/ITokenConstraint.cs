namespace InferenceGateway.Inference.Engine;

/// <summary>
/// Says which tokens may come next, for one answer: a grammar. Used on the loop's thread only. A fault it throws ends its own answer and no
/// other.
/// </summary>
public interface ITokenConstraint
{
    /// <summary>Sets the logits of every token that may not come next to minus infinity.</summary>
    void Apply(Span<float> logits);

    /// <summary>Takes note of the token that was drawn.</summary>
    void Accept(int token);
}
