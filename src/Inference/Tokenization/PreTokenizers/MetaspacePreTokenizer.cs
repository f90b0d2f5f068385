namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>When a text gets a space in front of it.</summary>
internal enum PrependScheme
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Only where the original text begins.</summary>
    First,

    /// <summary>Before every stretch between added tokens.</summary>
    Always,
}

/// <summary>Makes spaces visible (as the sign that SentencePiece uses) and, if asked, splits before each of them.</summary>
internal sealed class MetaspacePreTokenizer(string replacement, PrependScheme prepend, bool split) : IPreTokenizer
{
    private readonly LiteralSplitter _splitter = new(replacement, SplitBehavior.MergedWithNext, invert: false);

    public void Split(Piece piece, List<Piece> parts)
    {
        string text = piece.Span.ToString().Replace(" ", replacement, StringComparison.Ordinal);
        bool wanted = prepend == PrependScheme.Always || (prepend == PrependScheme.First && piece.IsFirst);
        if (wanted && !text.StartsWith(replacement, StringComparison.Ordinal))
        {
            text = replacement + text;
        }

        var whole = new Piece(text, 0, text.Length, piece.IsFirst);
        if (split)
        {
            _splitter.Split(whole, parts);
        }
        else
        {
            parts.Add(whole);
        }
    }
}

/// <summary>Puts a space before a piece that has none, as byte-level vocabularies trained on words expect.</summary>
internal sealed class PrefixSpace : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> parts) =>
        parts.Add(piece.Span.StartsWith(" ") ? piece : new Piece(" " + piece.Span.ToString(), 0, piece.Length + 1, piece.IsFirst));
}
