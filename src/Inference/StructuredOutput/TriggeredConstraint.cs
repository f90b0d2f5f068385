using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>Leaves an answer free until it writes the trigger, and holds it to a grammar from there.</summary>
/// <param name="grammar">What begins with the trigger; many answers may share it.</param>
/// <param name="trigger">The trigger, of the same vocabulary.</param>
public sealed class TriggeredConstraint(StructuredGrammar grammar, TextTrigger trigger) : ITokenConstraint
{
    private GrammarConstraint? _document;
    private int _matched;

    /// <inheritdoc/>
    public void Apply(Span<float> logits)
    {
        if (_document is not null)
        {
            _document.Apply(logits);
        }
        else
        {
            TokenMask.Apply(logits, trigger.Allowed(_matched));
        }
    }

    /// <inheritdoc/>
    public void Accept(int token)
    {
        if (_document is not null)
        {
            _document.Accept(token);
            return;
        }

        _matched = trigger.After(_matched, token)
            ?? throw new InvalidOperationException($"Token {token} was drawn although it writes on behind the trigger.");
        if (_matched == trigger.Text.Length)
        {
            _document = new GrammarConstraint(grammar, trigger.Text);
        }
    }
}
