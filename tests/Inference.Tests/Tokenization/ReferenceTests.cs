using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.Tokenization;

public sealed class ReferenceTests
{
    public static TheoryData<string> Families => [.. TokenizerData.Families];

    [Theory]
    [MemberData(nameof(Families))]
    public void Encode_of_trusted_text_gives_the_ids_of_the_reference(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        AssertSame(family, e => (e.Ids, tokenizer.Encode(e.Text, addSpecialTokens: true, parseSpecialTokens: true)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Encode_of_untrusted_text_gives_the_ids_of_the_reference_without_special_tokens(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        int added = tokenizer.Encode("", addSpecialTokens: true, parseSpecialTokens: false).Length;
        AssertSame(family, e => (
            e.PlainIds ?? e.Ids[added..], tokenizer.Encode(e.Text, addSpecialTokens: false, parseSpecialTokens: false)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Decode_gives_the_text_of_the_reference(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        Expectation[] expected = [.. TokenizerData.Expected(family).Where(e => e.Decoded is not null)];
        Assert.NotEmpty(expected);
        Assert.All(expected, e => Assert.Equal(e.Decoded, tokenizer.Decode(e.Ids, skipSpecialTokens: true)));
    }

    private static void AssertSame(string family, Func<Expectation, (int[] Expected, int[] Actual)> encode)
    {
        IReadOnlyList<Expectation> expectations = TokenizerData.Expected(family);
        string[] differences = [.. expectations
            .Select(e => (e.Text, Ids: encode(e)))
            .Where(e => !e.Ids.Expected.SequenceEqual(e.Ids.Actual))
            .Select(e => $"{e.Text}: expected {string.Join(' ', e.Ids.Expected)}, got {string.Join(' ', e.Ids.Actual)}")];
        Assert.True(expectations.Count > 400, $"{family} has only {expectations.Count} expectations");
        Assert.True(differences.Length == 0, $"{differences.Length} differ:\n{string.Join('\n', differences.Take(10))}");
    }
}
