using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>Holds one answer to a grammar, in the engine's loop.</summary>
/// <param name="grammar">The grammar; many answers may share it.</param>
public sealed class GrammarConstraint(StructuredGrammar grammar) : ITokenConstraint
{
    private readonly GrammarMatcher _matcher = grammar.StartMatching();
    private readonly ulong[] _allowed = new ulong[grammar.Vocabulary.MaskLength];

    /// <summary>For an answer whose document has begun already.</summary>
    /// <exception cref="ArgumentException">The grammar has no document that begins so.</exception>
    internal GrammarConstraint(StructuredGrammar grammar, ReadOnlySpan<byte> begun)
        : this(grammar)
    {
        if (!_matcher.TryAcceptText(begun))
        {
            throw new ArgumentException("The grammar has no document that begins so.", nameof(grammar));
        }
    }

    /// <inheritdoc/>
    public void Apply(Span<float> logits)
    {
        _matcher.FillMask(_allowed);
        TokenMask.Apply(logits, _allowed);
    }

    /// <inheritdoc/>
    public void Accept(int token)
    {
        if (!_matcher.TryAccept(token))
        {
            throw new InvalidOperationException($"Token {token} was drawn although the grammar does not allow it.");
        }
    }
}
