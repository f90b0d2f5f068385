using InferenceGateway.Inference.Tokenization.Patterns;

namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>Splits at every match of a pattern.</summary>
internal sealed class PatternSplitter(TextPattern pattern, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> parts)
    {
        var assembler = new SplitAssembler(piece, behavior, invert, parts);
        int at = 0;
        foreach ((int start, int end) in pattern.Matches(piece.Span))
        {
            if (at < start)
            {
                assembler.Add(start, matched: false);
            }

            assembler.Add(end, matched: true);
            at = end;
        }

        if (at < piece.Length)
        {
            assembler.Add(piece.Length, matched: false);
        }

        assembler.Finish();
    }
}
