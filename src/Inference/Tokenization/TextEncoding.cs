using InferenceGateway.Inference.Tokenization.Bpe;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>One call of Encode: what it needs besides the tokenizer.</summary>
internal readonly struct TextEncoding(TextTokenizer tokenizer, bool parseSpecialTokens, List<int> ids)
{
    private readonly BpeSymbols _symbols = new();
    private readonly List<Piece> _pieces = [];

    public void Add(string text)
    {
        foreach (Section section in tokenizer.Sections(text, normalized: false, parseSpecialTokens))
        {
            if (section.Token is { } token)
            {
                ids.Add(token.Id);
            }
            else
            {
                AddNormalized(tokenizer.Normalizer.Normalize(text[section.Start..section.End]), isFirst: section.Start == 0);
            }
        }
    }

    private void AddNormalized(string text, bool isFirst)
    {
        foreach (Section section in tokenizer.Sections(text, normalized: true, parseSpecialTokens))
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
