using System.Buffers;
using System.Text;

namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>Splits at every character of one class.</summary>
internal sealed class CharacterSplitter(Func<Rune, bool> isMatch, SplitBehavior behavior) : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> parts)
    {
        var assembler = new SplitAssembler(piece, behavior, invert: false, parts);
        ReadOnlySpan<char> text = piece.Span;
        int textStart = 0;
        for (int at = 0; at < text.Length;)
        {
            bool whole = Rune.DecodeFromUtf16(text[at..], out Rune rune, out int length) == OperationStatus.Done;
            if (whole && isMatch(rune))
            {
                if (textStart < at)
                {
                    assembler.Add(at, matched: false);
                }

                assembler.Add(at + length, matched: true);
                textStart = at + length;
            }

            at += length;
        }

        if (textStart < text.Length)
        {
            assembler.Add(text.Length, matched: false);
        }

        assembler.Finish();
    }
}
