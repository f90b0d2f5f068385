using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// One sequence's place in its document. What it allows depends only on the grammar and the tokens accepted so far: replaying
/// them into a new matcher continues exactly. Belongs to one sequence and is not thread-safe.
/// </summary>
public sealed class GrammarMatcher
{
    private readonly StructuredGrammar _grammar;
    private Configuration _current;

    internal GrammarMatcher(StructuredGrammar grammar, Configuration current, bool hasEnded = false)
    {
        _grammar = grammar;
        _current = current;
        HasEnded = hasEnded;
    }

    /// <summary>Whether the document may end here. It may still be able to go on, as a number at the top may.</summary>
    public bool IsComplete => _current.IsAccepting;

    /// <summary>Whether a stop token was accepted; nothing is allowed after it.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>
    /// Sets the bits of the tokens that may come next, lowest id in the lowest bit, and clears all others. At least one is set
    /// until a stop token was accepted. Stop tokens are set exactly when the document is complete.
    /// </summary>
    /// <param name="allowed">The mask, of at least <see cref="TokenVocabulary.MaskLength"/> words; a longer one is cleared past it.</param>
    /// <exception cref="ArgumentException"><paramref name="allowed"/> is too short.</exception>
    public void FillMask(Span<ulong> allowed)
    {
        int length = _grammar.Vocabulary.MaskLength;
        if (allowed.Length < length)
        {
            throw new ArgumentException($"The mask has {allowed.Length} words; {length} are needed.", nameof(allowed));
        }

        allowed[length..].Clear();
        if (HasEnded)
        {
            allowed[..length].Clear();
            return;
        }

        _current = _grammar.FillMask(_current, allowed[..length]);
    }

    /// <summary>Takes over the next token.</summary>
    /// <param name="token">Any id.</param>
    /// <returns>False when it may not come next; the matcher is then as before.</returns>
    public bool TryAccept(int token)
    {
        if (HasEnded)
        {
            return false;
        }

        if (_grammar.Vocabulary.IsStop(token))
        {
            HasEnded = IsComplete;
            return HasEnded;
        }

        ReadOnlySpan<byte> bytes = _grammar.Vocabulary.Bytes(token);
        return !bytes.IsEmpty && TryAcceptText(bytes);
    }

    /// <summary>Takes over text, however it was cut into tokens; false when it may not come next.</summary>
    internal bool TryAcceptText(ReadOnlySpan<byte> bytes)
    {
        if (_grammar.Follow(_current, bytes) is not { } next)
        {
            return false;
        }

        _current = next;
        return true;
    }

    /// <summary>A second matcher at the same place, for a sequence that forks.</summary>
    /// <returns>The matcher.</returns>
    public GrammarMatcher Clone() => new(_grammar, _current, HasEnded);
}
