using System.Text;
using CsCheck;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.Tokenization;

public sealed class EncodingPropertyTests
{
    private static readonly string[] Signs = [" ", "  ", "\n", "\t", "the", "'s", "<s>", "<|endoftext|>", "\u0301", "😀", "é"];

    /// <summary>Valid Unicode of every kind, with what tokenizers treat specially more often than chance would.</summary>
    private static readonly Gen<string> ValidText = Gen.OneOf(
        Gen.Int[0, 0x10F7FF].Select(value => new Rune(value < 0xD800 ? value : value + 0x800).ToString()),
        Gen.Int[0x20, 0x7E].Select(value => ((char)value).ToString()),
        Gen.Int[0, Signs.Length - 1].Select(i => Signs[i]))
        .Array[0, 30].Select(string.Concat);

    private static readonly Gen<string> AnyUnits = Gen.Int[0, 0xFFFF].Select(value => (char)value).Array[0, 30].Select(units => new string(units));

    public static TheoryData<string> Lossless => ["gpt2", "llama3", "smollm", "llama2"];

    public static TheoryData<string> Families => [.. TokenizerData.Families];

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Decode_of_an_encoded_text_is_the_text(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        ValidText.Sample(text => Assert.Equal(text, RoundTrip(tokenizer, text)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Encode_of_any_units_never_throws_and_gives_known_ids(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        AnyUnits.Select(Gen.Bool).Sample((text, parse) =>
            Assert.All(tokenizer.Encode(text, parse, parse), id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1)));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Encode_of_untrusted_text_never_gives_a_special_token(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        int? unknown = tokenizer.TokenId("<unk>");
        ValidText.Sample(text => Assert.DoesNotContain(
            tokenizer.Encode(text, addSpecialTokens: false, parseSpecialTokens: false), id => tokenizer.IsSpecial(id) && id != unknown));
    }

    [Fact]
    public void Encode_takes_a_lone_surrogate_for_the_replacement_character()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("gpt2");
        Assert.Equal("a\uFFFDb\uFFFD", RoundTrip(tokenizer, "a\uD800b\uDC00"));
    }

    [Fact]
    public void Encode_appends_to_the_list_it_is_given()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("gpt2");
        List<int> ids = [7];
        tokenizer.Encode("the", addSpecialTokens: false, parseSpecialTokens: false, ids);
        Assert.Equal([7, .. tokenizer.Encode("the", false, false)], ids);
    }

    private static string RoundTrip(ITextTokenizer tokenizer, string text) =>
        tokenizer.Decode(tokenizer.Encode(text, addSpecialTokens: false, parseSpecialTokens: false), skipSpecialTokens: false);
}
