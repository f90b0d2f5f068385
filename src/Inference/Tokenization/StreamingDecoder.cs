using System.Text;
using InferenceGateway.Inference.Tokenization.Decoding;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>
/// Turns the tokens of one growing sequence into text as they come. What <see cref="Push"/> returned, joined, and
/// <see cref="Flush"/> at the end are exactly the text of the whole sequence. At most the three bytes of a
/// character that is not yet complete are held back.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly TokenTable _tokens;
    private readonly bool _skipSpecialTokens;
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private int _spacesToStrip;
    private bool _hasBegun;

    internal StreamingDecoder(TokenTable tokens, bool skipSpecialTokens)
    {
        _tokens = tokens;
        _skipSpecialTokens = skipSpecialTokens;
        _spacesToStrip = tokens.Leading.SpacesToStrip;
    }

    /// <summary>Takes the next token.</summary>
    /// <param name="id">Any id; one without a token adds nothing.</param>
    /// <returns>The text that is complete now and was not before; never half a character, often empty.</returns>
    public string Push(int id)
    {
        if (!_tokens.Has(id) || (_skipSpecialTokens && _tokens.IsSpecial(id)))
        {
            return "";
        }

        ReadOnlySpan<byte> bytes = _hasBegun ? _tokens.Bytes(id) : _tokens.FirstBytes(id);
        _hasBegun = true;
        return Decode(bytes, isLast: false);
    }

    /// <summary>Ends the sequence.</summary>
    /// <returns>U+FFFD when the sequence ends within a character, otherwise nothing.</returns>
    public string Flush() => Decode([], isLast: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool isLast)
    {
        const int StackCharsMax = 256;
        int charsMax = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        Span<char> chars = charsMax <= StackCharsMax ? stackalloc char[StackCharsMax] : new char[charsMax];
        Span<char> text = chars[.._utf8.GetChars(bytes, chars, isLast)];
        while (_spacesToStrip > 0 && text.Length > 0)
        {
            bool isSpace = text[0] == ' ';
            _spacesToStrip = isSpace ? _spacesToStrip - 1 : 0;
            text = isSpace ? text[1..] : text;
        }

        return text.ToString();
    }
}
