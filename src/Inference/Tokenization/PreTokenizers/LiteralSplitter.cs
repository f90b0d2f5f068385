namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>Splits at every occurrence of a string.</summary>
internal sealed class LiteralSplitter(string literal, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> parts)
    {
        var assembler = new SplitAssembler(piece, behavior, invert, parts);
        ReadOnlySpan<char> text = piece.Span;
        int at = 0;
        for (int found; (found = text[at..].IndexOf(literal, StringComparison.Ordinal)) >= 0; at += found + literal.Length)
        {
            if (found > 0)
            {
                assembler.Add(at + found, matched: false);
            }

            assembler.Add(at + found + literal.Length, matched: true);
        }

        if (at < text.Length)
        {
            assembler.Add(text.Length, matched: false);
        }

        assembler.Finish();
    }
}
