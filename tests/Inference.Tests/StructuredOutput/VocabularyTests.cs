using System.Text;
using InferenceGateway.Inference.StructuredOutput;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

public sealed class VocabularyTests
{
    [Fact]
    public void Token_that_ends_within_a_character_or_spans_parts_of_a_document_is_allowed_where_it_fits()
    {
        byte[][] tokens = ["\"é"u8[..2].ToArray(), [0xA9, (byte)'"', (byte)','], "é😀\","u8.ToArray(), [0x9F, 0x98], "],[\""u8.ToArray(), [0xC3, 0x28]];
        var (tokenizer, vocabulary) = Vocabularies.Of(tokens);
        StructuredGrammar grammar = Grammars.Compiler(vocabulary)
            .CompileJsonSchema(Grammars.Json("""{"items":{"type":"array","items":{"type":"string"}}}"""), CancellationToken.None);
        GrammarMatcher matcher = grammar.StartMatching();
        ulong[] mask = new ulong[vocabulary.MaskLength];

        List<int[]> expected = [[], [], [256, 260], [257], [256], [258, 260], [256], [257], [256], [258, 260], [259], [257]];
        int[] path = ['[', '[', 256, 257, '"', 258, 256, 257, '"', 0xF0, 259, 0x80];
        for (int i = 0; i < path.Length; i++)
        {
            matcher.FillMask(mask);
            Assert.Equal(expected[i], Grammars.Tokens(mask).Where(token => token is >= 256 and <= 261).ToArray());
            Assert.True(matcher.TryAccept(path[i]), $"{i}: {Encoding.UTF8.GetString(tokenizer.TokenBytes(path[i]))}");
        }
    }

    [Fact]
    public void Stop_token_is_allowed_exactly_at_the_end_and_nothing_after_it()
    {
        StructuredGrammar grammar = Grammars.Compiler(Vocabularies.Of().Vocabulary).CompileJsonObject();
        int stop = grammar.Vocabulary.StopTokens[0];
        GrammarMatcher matcher = grammar.StartMatching();
        ulong[] mask = new ulong[grammar.Vocabulary.MaskLength + 2];

        Assert.False(matcher.TryAccept(stop));
        Assert.True(matcher.TryAccept('{') && matcher.TryAccept('}') && matcher.IsComplete);
        Array.Fill(mask, ulong.MaxValue);
        matcher.FillMask(mask);
        Assert.Equal([stop], Grammars.Tokens(mask));
        Assert.False(matcher.TryAccept(' '));
        Assert.True(matcher.TryAccept(stop) && matcher.HasEnded);
        matcher.FillMask(mask);
        Assert.Empty(Grammars.Tokens(mask));
        Assert.False(matcher.TryAccept(stop) || matcher.Clone().TryAccept('}'));
    }

    [Fact]
    public void Rejected_token_leaves_the_matcher_as_it_was()
    {
        GrammarMatcher matcher = Grammars.Compiler(Vocabularies.Of("{]"u8.ToArray()).Vocabulary).CompileJsonObject().StartMatching();

        Assert.False(matcher.TryAccept(256) || matcher.TryAccept(-1) || matcher.TryAccept(99_999) || matcher.TryAccept(']'));
        Assert.True(matcher.TryAccept('{'));
    }

    [Fact]
    public void Whitespace_runs_end_at_their_bound()
    {
        StructuredGrammar loose = Grammars.Schema("""{"items":{"type":"null"}}""", StructuredOutputLimits.Default with { WhitespaceRunMax = 3 });
        StructuredGrammar compact = Grammars.Schema("""{"items":{"type":"null"}}""", StructuredOutputLimits.Default with { WhitespaceRunMax = 0 });

        Assert.True(Grammars.Accepts(loose, "[\n\t null,\r\n null ]"));
        Assert.False(Grammars.Accepts(loose, "[    null]") || Grammars.Accepts(loose, " []") || Grammars.Accepts(loose, "[] "));
        Assert.True(Grammars.Accepts(compact, "[null,null]"));
        Assert.False(Grammars.Accepts(compact, "[ null]"));
    }

    [Fact]
    public void Document_is_never_led_to_bytes_that_no_token_has()
    {
        byte[][] letters = [.. "{}[]\",:ab\\n"u8.ToArray().Select(value => new[] { value }), "é"u8.ToArray(), []];
        var tokens = new ListedTokens(letters);
        TokenVocabulary vocabulary = TokenVocabulary.Create(tokens, [letters.Length - 1]);
        StructuredOutputCompiler compiler = Grammars.Compiler(vocabulary);

        StructuredGrammar grammar = compiler.CompileJsonSchema(Grammars.Json("""{"anyOf":[{"type":"string"},{"type":"integer"}]}"""), CancellationToken.None);
        (_, byte[] text) = Walk.Run(grammar, token => letters[token], new Random(3));

        Assert.Equal('"', (char)text[0]);
        Assert.Throws<StructuredOutputException>(() => compiler.CompileJsonSchema(Grammars.Json("""{"const":"é"}"""), CancellationToken.None));
        Assert.Throws<StructuredOutputException>(() => compiler.CompileJsonSchema(Grammars.Json("""{"type":"integer"}"""), CancellationToken.None));
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { -1 })]
    [InlineData(new[] { 300 })]
    public void Vocabulary_without_valid_stop_tokens_is_refused(int[] stops) =>
        Assert.Throws<ArgumentException>(() => TokenVocabulary.Create(new ListedTokens([.. Enumerable.Repeat(new byte[] { 65 }, 300)]), stops));

    [Fact]
    public void Mask_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentException>(() => Grammars.Schema("{}").StartMatching().FillMask(new ulong[1]));

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(130)]
    [InlineData(300)]
    public void Mask_applied_to_logits_leaves_only_allowed_ones(int length)
    {
        var random = new Random(length);
        ulong[] mask = [(ulong)random.NextInt64(), 0, ulong.MaxValue, (ulong)random.NextInt64()];
        float[] logits = Enumerable.Range(0, length).Select(i => (float)i).ToArray();

        TokenMask.Apply(logits, mask);

        Assert.Equal(
            Enumerable.Range(0, length).Select(i => i < 256 && Grammars.IsSet(mask, i) ? i : float.NegativeInfinity),
            logits);
    }
}
