using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

/// <summary>A vocabulary given as a list; it cannot encode, which nothing here needs.</summary>
internal sealed class ListedTokens(byte[][] tokens) : ITextTokenizer
{
    public int VocabularySize => tokens.Length;

    public SpecialTokens SpecialTokens => new(null, tokens.Length - 1, null, null);

    public void Encode(string text, bool addSpecialTokens, Func<int, int, bool> mayBeSpecial, List<int> ids) => throw new NotSupportedException();

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens) => throw new NotSupportedException();

    public StreamingDecoder StartDecoding(bool skipSpecialTokens) => throw new NotSupportedException();

    public int? TokenId(string token) => null;

    public string TokenText(int id) => "";

    public ReadOnlySpan<byte> TokenBytes(int id) => tokens[id];

    public bool IsSpecial(int id) => id == tokens.Length - 1;
}
