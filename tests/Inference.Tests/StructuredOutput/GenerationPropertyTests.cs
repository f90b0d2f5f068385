using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

public sealed class GenerationPropertyTests
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    [Fact]
    public void Walk_of_allowed_tokens_ends_in_valid_document_for_every_schema() => Gen.Int.Sample(
        seed =>
        {
            (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Pick(seed);
            JsonElement schema = Grammars.Json(new RandomSchema(seed).Schema.ToJsonString());
            StructuredGrammar grammar = Grammars.Compiler(vocabulary).CompileJsonSchema(schema, CancellationToken.None);

            (List<int> tokens, byte[] text) = Walk.Run(grammar, token => tokenizer.TokenBytes(token).ToArray(), new Random(seed));

            using JsonDocument document = JsonDocument.Parse(text);
            Assert.True(SchemaValidator.IsValid(schema, schema, document.RootElement), $"{document.RootElement.GetRawText()} of {schema}");
            RequireReplay(grammar, tokens);
        },
        iter: 400);

    [Fact]
    public void Valid_document_is_allowed_token_by_token_for_every_schema() => Gen.Int.Sample(
        seed =>
        {
            (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Pick(seed);
            var made = new RandomSchema(seed);
            StructuredGrammar grammar = Grammars.Compiler(vocabulary)
                .CompileJsonSchema(Grammars.Json(made.Schema.ToJsonString()), CancellationToken.None);
            string text = JsonSerializer.Serialize(made.Instance(), seed % 3 == 0 ? Compact : Indented)
                .Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal);

            GrammarMatcher matcher = grammar.StartMatching();
            ulong[] mask = new ulong[vocabulary.MaskLength];
            foreach (int token in tokenizer.Encode(text, addSpecialTokens: false, parseSpecialTokens: false))
            {
                matcher.FillMask(mask);
                Assert.True(Grammars.IsSet(mask, token), $"'{tokenizer.TokenText(token)}' of {text} is not allowed by {made.Schema}");
                Assert.True(matcher.TryAccept(token));
            }

            Assert.True(matcher.IsComplete, $"{text} is not complete by {made.Schema}");
        },
        iter: 400);

    [Fact]
    public void Mask_holds_exactly_the_tokens_that_can_be_accepted_whatever_is_remembered() => Gen.Int.Sample(
        seed =>
        {
            (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Pick(seed);
            RequireExactMasks(tokenizer, vocabulary, Grammars.Json(new RandomSchema(seed).Schema.ToJsonString()), seed);
        },
        iter: 40);

    [Theory]
    [InlineData("""{"type":"string","maxLength":5}""")]
    [InlineData("""{"type":"array","items":{"type":"string","minLength":2,"maxLength":40}}""")]
    [InlineData("""{"anyOf":[{"minLength":4},{"maxLength":2},{"type":"string"},{"pattern":"^a+$"}]}""")]
    [InlineData("""{"type":"object"}""")]
    public void Mask_holds_exactly_the_tokens_that_can_be_accepted_inside_strings(string schema)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Pick(seed);
            RequireExactMasks(tokenizer, vocabulary, Grammars.Json(schema), seed);
        }
    }

    [Fact]
    public void Matchers_of_one_grammar_on_many_threads_agree()
    {
        (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Vocabularies.Default;
        StructuredGrammar shared = Grammars.Compiler(vocabulary, StructuredOutputLimits.Default with { StepCacheBytesMax = 20_000 }).CompileJsonObject();

        Parallel.For(0, 60, seed =>
        {
            StructuredGrammar own = Grammars.Compiler(vocabulary).CompileJsonObject();
            (List<int> expected, _) = Walk.Run(own, token => tokenizer.TokenBytes(token).ToArray(), new Random(seed));
            (List<int> tokens, _) = Walk.Run(shared, token => tokenizer.TokenBytes(token).ToArray(), new Random(seed));
            Assert.Equal(expected, tokens);
        });
    }

    [Fact]
    public void Steps_that_were_taken_before_allocate_nothing()
    {
        (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Vocabularies.Default;
        StructuredGrammar grammar = Grammars.Compiler(vocabulary).CompileJsonObject();
        (List<int> tokens, _) = Walk.Run(grammar, token => tokenizer.TokenBytes(token).ToArray(), new Random(7));
        GrammarMatcher matcher = grammar.StartMatching();
        ulong[] mask = new ulong[vocabulary.MaskLength];

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isAccepted = true;
        foreach (int token in tokens)
        {
            matcher.FillMask(mask);
            isAccepted &= matcher.TryAccept(token);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(isAccepted);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("date-time")]
    [InlineData("duration")]
    [InlineData("email")]
    [InlineData("hostname")]
    [InlineData("ipv4")]
    [InlineData("ipv6")]
    [InlineData("uuid")]
    public void Format_makes_only_texts_that_readers_of_it_take(string format)
    {
        (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Vocabularies.Default;
        JsonElement schema = Grammars.Json($$"""{"type":"string","format":"{{format}}"}""");
        StructuredGrammar grammar = Grammars.Compiler(vocabulary).CompileJsonSchema(schema, CancellationToken.None);

        for (int seed = 0; seed < 100; seed++)
        {
            (_, byte[] text) = Walk.Run(grammar, token => tokenizer.TokenBytes(token).ToArray(), new Random(seed));
            using JsonDocument document = JsonDocument.Parse(text);
            Assert.True(SchemaValidator.IsValid(schema, schema, document.RootElement), document.RootElement.GetRawText());
        }
    }

    [Fact]
    public void Json_object_walk_ends_in_object_of_bounded_depth()
    {
        (ITextTokenizer tokenizer, TokenVocabulary vocabulary) = Vocabularies.Default;
        StructuredGrammar grammar = Grammars.Compiler(vocabulary).CompileJsonObject();

        for (int seed = 0; seed < 100; seed++)
        {
            (_, byte[] text) = Walk.Run(grammar, token => tokenizer.TokenBytes(token).ToArray(), new Random(seed));
            using JsonDocument document = JsonDocument.Parse(text);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }

    private static (ITextTokenizer Tokenizer, TokenVocabulary Vocabulary) Pick(int seed) => seed % 2 == 0 ? Vocabularies.Default : Vocabularies.Small;

    private static void RequireExactMasks(ITextTokenizer tokenizer, TokenVocabulary vocabulary, JsonElement schema, int seed)
    {
        StructuredGrammar grammar = Grammars.Compiler(vocabulary).CompileJsonSchema(schema, CancellationToken.None);
        StructuredGrammar forgetful = Grammars.Compiler(vocabulary, StructuredOutputLimits.Default with { StepCacheBytesMax = 3000 })
            .CompileJsonSchema(schema, CancellationToken.None);
        (List<int> tokens, _) = Walk.Run(grammar, token => tokenizer.TokenBytes(token).ToArray(), new Random(seed));
        GrammarMatcher matcher = grammar.StartMatching();
        GrammarMatcher other = forgetful.StartMatching();
        ulong[] mask = new ulong[vocabulary.MaskLength];
        ulong[] otherMask = new ulong[vocabulary.MaskLength];
        foreach (int token in tokens.Take(40))
        {
            matcher.FillMask(mask);
            other.FillMask(otherMask);
            Assert.Equal(mask, otherMask);
            Assert.Equal(Acceptable(matcher, vocabulary), Grammars.Tokens(mask));
            Assert.True(matcher.TryAccept(token) && other.TryAccept(token));
        }
    }

    private static List<int> Acceptable(GrammarMatcher matcher, TokenVocabulary vocabulary) =>
        Enumerable.Range(0, vocabulary.Size).Where(token => matcher.Clone().TryAccept(token)).ToList();

    private static void RequireReplay(StructuredGrammar grammar, List<int> tokens)
    {
        GrammarMatcher first = grammar.StartMatching();
        GrammarMatcher clone = grammar.StartMatching();
        int half = tokens.Count / 2;
        Assert.All(tokens.Take(half), token => Assert.True(first.TryAccept(token)));
        clone = first.Clone();
        Assert.All(tokens.Skip(half), token => Assert.True(first.TryAccept(token) && clone.TryAccept(token)));
        Assert.True(first.IsComplete && clone.IsComplete);
    }
}
