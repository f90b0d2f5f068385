using System.Collections.Concurrent;
using System.Text;

namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// A text that, once free text comes to it, begins a document. Made once per model; any number of threads may use it.
/// </summary>
public sealed class TextTrigger
{
    private readonly TokenVocabulary _vocabulary;
    private readonly byte[] _text;
    private readonly int[] _falls;
    private readonly ConcurrentDictionary<int, ulong[]> _allowed = new();

    /// <summary>For that text.</summary>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="text">The text, at least one character.</param>
    /// <exception cref="ArgumentException"><paramref name="text"/> is empty.</exception>
    public TextTrigger(TokenVocabulary vocabulary, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _vocabulary = vocabulary;
        _text = Encoding.UTF8.GetBytes(text);
        _falls = new int[_text.Length];
        for (int at = 1; at < _text.Length; at++)
        {
            _falls[at] = Step(_falls[at - 1], _text[at]);
        }
    }

    internal ReadOnlySpan<byte> Text => _text;

    /// <summary>How much of the trigger the text ends with after a token; null if the token would write on behind it.</summary>
    internal int? After(int matched, int token)
    {
        foreach (byte value in _vocabulary.Bytes(token))
        {
            if (matched == _text.Length)
            {
                return null;
            }

            matched = Step(matched, value);
        }

        return matched;
    }

    /// <summary>
    /// The tokens that do not write on behind the trigger, where no grammar has checked them: a document begins at its first byte.
    /// </summary>
    internal ReadOnlySpan<ulong> Allowed(int matched) => _allowed.GetOrAdd(matched, FindAllowed);

    private ulong[] FindAllowed(int matched)
    {
        ulong[] allowed = new ulong[_vocabulary.MaskLength];
        for (int token = 0; token < _vocabulary.Size; token++)
        {
            allowed[token / 64] |= After(matched, token) is null ? 0 : 1UL << (token % 64);
        }

        return allowed;
    }

    // Knuth, Morris and Pratt: what has been matched falls back to its longest end that begins the text.
    private int Step(int matched, byte value)
    {
        while (matched > 0 && _text[matched] != value)
        {
            matched = _falls[matched - 1];
        }

        return _text[matched] == value ? matched + 1 : matched;
    }
}
