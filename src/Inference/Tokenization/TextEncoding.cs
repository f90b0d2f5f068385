using InferenceGateway.Inference.Tokenization.Bpe;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>One call of Encode: what it needs besides the tokenizer.</summary>
internal readonly struct TextEncoding(TextTokenizer tokenizer, Func<int, int, bool> mayBeSpecial, List<int> ids)
{
    private readonly BpeSymbols _symbols = new();
    private readonly List<Piece> _pieces = [];

    public void Add(string text)
    {
        foreach (Section section in tokenizer.Sections(text, normalized: false, mayBeSpecial))
        {
            if (section.Token is { } token)
            {
                ids.Add(token.Id);
            }
            else
            {
                // Normalising moves characters, so a special token found after it is read only if the whole section may hold one.
                bool allMayBeSpecial = mayBeSpecial(section.Start, section.End - section.Start);
                AddNormalized(tokenizer.Normalizer.Normalize(text[section.Start..section.End]), section.Start == 0, allMayBeSpecial);
            }
        }
    }

    private void AddNormalized(string text, bool isFirst, bool mayBeSpecial)
    {
        foreach (Section section in tokenizer.Sections(text, normalized: true, (_, _) => mayBeSpecial))
        {
            if (section.Token is { } token)
            {
                ids.Add(token.Id);
            }
            else
            {
                AddPieces(new Piece(text, section.Start, section.End - section.Start, isFirst && section.Start == 0));
            }
        }
    }

    private void AddPieces(Piece text)
    {
        _pieces.Clear();
        tokenizer.PreTokenizer.Split(text, _pieces);
        foreach (Piece piece in _pieces)
        {
            tokenizer.Model.Encode(piece.Span, _symbols, ids);
        }
    }
}
