using InferenceGateway.Inference.StructuredOutput.Automata;
using InferenceGateway.Inference.StructuredOutput.Masks;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// What a document may look like, compiled for one vocabulary. Made by <see cref="StructuredOutputCompiler"/>. Any number of
/// matchers may use it, from any number of threads, and share what was found out about its steps.
/// </summary>
public sealed class StructuredGrammar
{
    private readonly Lock _lock = new();
    private readonly Stepper _stepper;
    private readonly MaskBuilder _masks;

    internal StructuredGrammar(TokenVocabulary vocabulary, Automaton automaton, StructuredOutputLimits limits)
    {
        Vocabulary = vocabulary;
        _stepper = new Stepper(automaton, limits);
        _masks = new MaskBuilder(vocabulary, _stepper, limits);
    }

    /// <summary>The tokens that the grammar allows or not.</summary>
    public TokenVocabulary Vocabulary { get; }

    /// <summary>Begins a document.</summary>
    /// <returns>A matcher for one sequence.</returns>
    public GrammarMatcher StartMatching()
    {
        lock (_lock)
        {
            return new GrammarMatcher(this, _stepper.Start);
        }
    }

    internal Configuration FillMask(Configuration current, Span<ulong> allowed)
    {
        lock (_lock)
        {
            current = _stepper.Refresh(current);
            if (current.Mask is { } known)
            {
                known.CopyTo(allowed);
                return current;
            }

            _masks.Fill(current, allowed);
            _stepper.Remember(current, allowed);
            return current;
        }
    }

    internal Configuration? Follow(Configuration current, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Configuration? next = _stepper.Refresh(current);
            foreach (byte value in bytes)
            {
                next = _stepper.Next(next, value);
                if (next is null)
                {
                    return null;
                }
            }

            return next;
        }
    }
}
