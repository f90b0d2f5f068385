using System.Text;
using CsCheck;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.Tokenization;

public sealed class StreamingDecoderTests
{
    public static TheoryData<string> Families => [.. TokenizerData.Families];

    [Theory]
    [MemberData(nameof(Families))]
    public void Push_of_any_ids_joins_to_the_whole_text_and_never_splits_a_character(string family)
    {
        ITextTokenizer tokenizer = TokenizerData.Load(family);
        Gen.Int[-2, tokenizer.VocabularySize + 2].Array[0, 40].Select(Gen.Bool).Sample((ids, skip) =>
        {
            StreamingDecoder decoder = tokenizer.StartDecoding(skip);
            List<string> parts = [.. ids.Select(decoder.Push), decoder.Flush()];
            Assert.All(parts, part => Assert.False(part.Length > 0 && (char.IsHighSurrogate(part[^1]) || char.IsLowSurrogate(part[0]))));
            Assert.Equal(tokenizer.Decode(ids, skip), string.Concat(parts));
        });
    }

    [Fact]
    public void Decode_of_any_byte_level_ids_is_the_lossy_text_of_their_bytes()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("gpt2");
        Gen.Int[0, tokenizer.VocabularySize - 1].Array[0, 40].Sample(ids =>
        {
            byte[] bytes = [.. ids.SelectMany(id => tokenizer.TokenBytes(id).ToArray())];
            Assert.Equal(Encoding.UTF8.GetString(bytes), tokenizer.Decode(ids, skipSpecialTokens: false));
        });
    }

    [Fact]
    public void Push_of_a_character_in_four_tokens_is_silent_until_the_last()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("llama2");
        StreamingDecoder decoder = tokenizer.StartDecoding(skipSpecialTokens: true);
        string[] parts = [.. "🎺"u8.ToArray().Select(value => decoder.Push(tokenizer.TokenId($"<0x{value:X2}>")!.Value))];
        Assert.Equal(["", "", "", "🎺"], parts);
        Assert.Equal("", decoder.Flush());
    }

    [Fact]
    public void Flush_within_a_character_gives_one_replacement_character()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("llama2");
        StreamingDecoder decoder = tokenizer.StartDecoding(skipSpecialTokens: true);
        Assert.Equal("", decoder.Push(tokenizer.TokenId("<0xF0>")!.Value));
        Assert.Equal("\uFFFD", decoder.Flush());
    }

    [Fact]
    public void Push_of_the_first_word_drops_the_space_that_encoding_added_and_no_other()
    {
        ITextTokenizer tokenizer = TokenizerData.Load("llama2");
        int word = tokenizer.TokenId("▁the")!.Value;
        StreamingDecoder decoder = tokenizer.StartDecoding(skipSpecialTokens: true);
        Assert.Equal(["", "the", " the"], new[] { tokenizer.TokenId("<s>")!.Value, word, word }.Select(decoder.Push));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "<|endoftext|>")]
    public void Push_of_a_special_token_follows_the_flag(bool skip, string expected)
    {
        ITextTokenizer tokenizer = TokenizerData.Load("gpt2");
        Assert.Equal(expected, tokenizer.StartDecoding(skip).Push(tokenizer.TokenId("<|endoftext|>")!.Value));
    }
}
