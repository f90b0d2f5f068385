using System.Text.Json;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Inference.Tokenization;

namespace InferenceGateway.Functional.Tests.Tools;

/// <summary>An answer is free up to the trigger and follows the grammar from its first byte on, whatever is drawn.</summary>
public sealed class TriggeredConstraintTests
{
    private const string Open = "<call>";

    [Fact]
    public void Answer_that_writes_the_trigger_is_held_to_the_grammar()
    {
        string folder = ModelFolder();
        ITextTokenizer tokenizer = TokenizerLoader.Load(folder);
        TokenVocabulary vocabulary = TokenVocabulary.Create(tokenizer, ModelConfigReader.Read(folder).StopTokens);
        JsonElement schema = JsonElement.Parse("""{"type":"object","required":["a"],"properties":{"a":{"enum":[1,2]}},"additionalProperties":false}""");
        StructuredGrammar grammar = new StructuredOutputCompiler(vocabulary, StructuredOutputLimits.Default, TimeProvider.System)
            .CompileAlternatives([new GrammarAlternative("f", Open, schema, "</call>")], "", 1, TestContext.Current.CancellationToken);
        TriggeredConstraint constraint = new(grammar, new TextTrigger(vocabulary, Open));

        // "<c<call>": the match falls back on the way.
        foreach (int token in tokenizer.Encode("Well. <c<call>", addSpecialTokens: false, parseSpecialTokens: false))
        {
            Assert.NotEqual(float.NegativeInfinity, Logits(constraint, vocabulary)[token]);
            constraint.Accept(token);
        }

        string text = Draw(constraint, vocabulary, tokenizer);
        Assert.EndsWith("</call>", text, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(text[..^"</call>".Length]);
        Assert.InRange(document.RootElement.GetProperty("a").GetInt32(), 1, 2);
    }

    private static string ModelFolder()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !Directory.Exists(Path.Combine(root.FullName, "models", "fable")))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests has models/fable."), "models", "fable");
    }

    private static string Draw(TriggeredConstraint constraint, TokenVocabulary vocabulary, ITextTokenizer tokenizer)
    {
        Random random = new(5);
        List<int> drawn = [];
        while (drawn.Count < 500)
        {
            float[] logits = Logits(constraint, vocabulary);
            int[] allowed = [.. Enumerable.Range(0, logits.Length).Where(token => logits[token] == 0)];
            Assert.NotEmpty(allowed);
            int token = allowed[random.Next(allowed.Length)];
            constraint.Accept(token);
            if (vocabulary.StopTokens.Contains(token))
            {
                break;
            }

            drawn.Add(token);
        }

        return tokenizer.Decode(drawn.ToArray(), skipSpecialTokens: false);
    }

    private static float[] Logits(TriggeredConstraint constraint, TokenVocabulary vocabulary)
    {
        float[] logits = new float[vocabulary.Size];
        constraint.Apply(logits);
        return logits;
    }
}
