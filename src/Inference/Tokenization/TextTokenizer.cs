using System.Text;
using InferenceGateway.Inference.Tokenization.Bpe;
using InferenceGateway.Inference.Tokenization.Decoding;
using InferenceGateway.Inference.Tokenization.Normalizers;
using InferenceGateway.Inference.Tokenization.PreTokenizers;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>
/// The way of a text: added tokens are cut out, what lies between is normalized, added tokens that are looked for
/// in normalized text are cut out, and what lies between those is cut into pieces that the model encodes.
/// </summary>
internal sealed class TextTokenizer : ITextTokenizer
{
    private readonly AddedTokenFinder _inRawText;
    private readonly AddedTokenFinder _inNormalizedText;

    public TextTokenizer(IReadOnlyList<AddedToken> addedTokens, INormalizer normalizer)
    {
        Normalizer = normalizer;
        _inRawText = new AddedTokenFinder(addedTokens.Where(t => !t.IsNormalized).Select(t => (t.Content, t)));
        _inNormalizedText = new AddedTokenFinder(addedTokens
            .Where(t => t.IsNormalized)
            .Select(t => (Text: normalizer.Normalize(t.Content), Token: t))
            .Where(t => t.Text.Length > 0));
    }

    public INormalizer Normalizer { get; }

    public required IPreTokenizer PreTokenizer { get; init; }

    public required BpeModel Model { get; init; }

    public required Vocabulary Vocabulary { get; init; }

    public required TokenTable Tokens { get; init; }

    public required Surroundings Surroundings { get; init; }

    public required SpecialTokens SpecialTokens { get; init; }

    public int VocabularySize => Vocabulary.Size;

    public void Encode(string text, bool addSpecialTokens, Func<int, int, bool> mayBeSpecial, List<int> ids)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ids);
        if (addSpecialTokens)
        {
            ids.AddRange(Surroundings.Before);
        }

        new TextEncoding(this, mayBeSpecial, ids).Add(WithoutLoneSurrogates(text));
        if (addSpecialTokens)
        {
            ids.AddRange(Surroundings.After);
        }
    }

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        StreamingDecoder decoder = StartDecoding(skipSpecialTokens);
        var text = new StringBuilder(ids.Length * 4);
        foreach (int id in ids)
        {
            text.Append(decoder.Push(id));
        }

        return text.Append(decoder.Flush()).ToString();
    }

    public StreamingDecoder StartDecoding(bool skipSpecialTokens) => new(Tokens, skipSpecialTokens);

    public int? TokenId(string token) => Vocabulary.Id(token);

    public string TokenText(int id) => Vocabulary.Text(id) ?? "";

    public ReadOnlySpan<byte> TokenBytes(int id) => Tokens.Bytes(id);

    public bool IsSpecial(int id) => Vocabulary.IsSpecial(id);

    /// <summary>Cuts a text at its added tokens; <paramref name="normalized"/> says which of the two kinds.</summary>
    public List<Section> Sections(string text, bool normalized, Func<int, int, bool> mayBeSpecial)
    {
        var sections = new List<Section>();
        (normalized ? _inNormalizedText : _inRawText).Split(text, mayBeSpecial, sections);
        return sections;
    }

    private static string WithoutLoneSurrogates(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var written = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            written.Append(rune);
        }

        return written.ToString();
    }
}
