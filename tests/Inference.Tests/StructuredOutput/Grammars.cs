using System.Text;
using System.Text.Json;
using InferenceGateway.Inference.StructuredOutput;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

/// <summary>Short ways to compile schemas and to try texts on them.</summary>
internal static class Grammars
{
    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });
        return document.RootElement.Clone();
    }

    public static StructuredOutputCompiler Compiler(TokenVocabulary vocabulary, StructuredOutputLimits? limits = null) =>
        new(vocabulary, limits ?? StructuredOutputLimits.Default, TimeProvider.System);

    public static StructuredGrammar Schema(string schema, StructuredOutputLimits? limits = null) =>
        Compiler(Vocabularies.Small.Vocabulary, limits).CompileJsonSchema(Json(schema), CancellationToken.None);

    public static StructuredOutputException Refused(string schema, StructuredOutputLimits? limits = null) =>
        Assert.Throws<StructuredOutputException>(() => Schema(schema, limits));

    /// <summary>Whether a text is a complete document, written byte by byte.</summary>
    public static bool Accepts(StructuredGrammar grammar, string text)
    {
        GrammarMatcher matcher = grammar.StartMatching();
        return Encoding.UTF8.GetBytes(text).All(value => matcher.TryAccept(TokenOf(grammar.Vocabulary, value))) && matcher.IsComplete;
    }

    public static bool IsSet(ReadOnlySpan<ulong> mask, int token) => (mask[token >> 6] >> token & 1) != 0;

    public static List<int> Tokens(ReadOnlySpan<ulong> mask)
    {
        var tokens = new List<int>();
        for (int token = 0; token < mask.Length * 64; token++)
        {
            if (IsSet(mask, token))
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private static int TokenOf(TokenVocabulary vocabulary, byte value) => ReferenceEquals(vocabulary, Vocabularies.Small.Vocabulary)
        ? SmallBytes.Value[value]
        : value;

    private static readonly Lazy<int[]> SmallBytes = new(() => Enumerable.Range(0, 256).Select(value =>
        Enumerable.Range(0, Vocabularies.Small.Tokenizer.VocabularySize)
            .First(id => Vocabularies.Small.Tokenizer.TokenBytes(id).SequenceEqual([(byte)value]))).ToArray());
}
