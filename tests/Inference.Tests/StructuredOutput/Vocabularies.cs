using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Inference.Tests.Tokenization;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

/// <summary>The vocabularies that the tests run on.</summary>
internal static class Vocabularies
{
    private static readonly Lazy<(ITextTokenizer, TokenVocabulary)> SmallPair = new(() => WithEnd(TokenizerData.Load("qwen25")));
    private static readonly Lazy<(ITextTokenizer, TokenVocabulary)> DefaultPair = new(() => WithEnd(TokenizerLoader.Load(DefaultModelFolder())));

    /// <summary>A small byte-level vocabulary that is part of the tests.</summary>
    public static (ITextTokenizer Tokenizer, TokenVocabulary Vocabulary) Small => SmallPair.Value;

    /// <summary>The vocabulary of the default model; the small one where the model is not there.</summary>
    public static (ITextTokenizer Tokenizer, TokenVocabulary Vocabulary) Default => HasDefaultModel ? DefaultPair.Value : SmallPair.Value;

    public static bool HasDefaultModel => File.Exists(Path.Combine(DefaultModelFolder(), "tokenizer.json"));

    /// <summary>Tokens with the given texts, after one for every byte; the last id ends a sequence.</summary>
    public static (ITextTokenizer Tokenizer, TokenVocabulary Vocabulary) Of(params byte[][] tokens)
    {
        byte[][] bytes = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }), .. tokens, []];
        return (new ListedTokens(bytes), TokenVocabulary.Create(new ListedTokens(bytes), [bytes.Length - 1]));
    }

    private static (ITextTokenizer, TokenVocabulary) WithEnd(ITextTokenizer tokenizer) =>
        (tokenizer, TokenVocabulary.Create(tokenizer, [tokenizer.SpecialTokens.End ?? throw new InvalidOperationException("no end token")]));

    private static string DefaultModelFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "models", "fable");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return "";
    }
}
