using System.Diagnostics;
using System.Text;
using System.Text.Json;
using InferenceGateway.Inference.StructuredOutput;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

public sealed class HostileSchemaTests
{
    private static readonly TimeSpan TestDeadline = TimeSpan.FromSeconds(5);

    public static TheoryData<string, string, string> Refused => new()
    {
        { "itself without end", """{"properties":{"next":{"$ref":"#"}},"required":["next"]}""", "no document" },
        { "itself through definitions", """{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""", "no document" },
        { "itself only", """{"$ref":"#"}""", "no document" },
        { "two that need each other", """{"$ref":"#/$defs/a","$defs":{"a":{"items":{"$ref":"#/$defs/b"},"minItems":1},"b":{"items":{"$ref":"#/$defs/a"},"minItems":1}}}""", "no document" },
        { "nothing", "false", "no document" },
        { "an item that cannot be", """{"items":false,"minItems":1}""", "no document" },
        { "an empty class", """{"pattern":"^[]$"}""", "no document" },
        { "a deep schema", string.Concat(Enumerable.Repeat("""{"items":""", 200)) + "{}" + new string('}', 200), "nested deeper" },
        { "a deep document", DeepDocument(70), "no document" },
        { "many fixed values", $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 1001))}}]}""", "fixed values" },
        { "many properties", Properties(5001, "null"), "properties" },
        { "many alternatives", $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 300).Select(i => $$"""{"const":{{i}}}"""))}}]}""", "alternatives" },
        { "a large text", $$"""{"description":"{{new string('x', 600_000)}}"}""", "bytes" },
        { "a deep value", $$"""{"const":{{new string('[', 5000)}}{{new string(']', 5000)}}}""", "nested deeper" },
        { "long texts", """{"type":"string","maxLength":2000000000}""", "states" },
        { "long arrays", """{"type":"array","minItems":2000000000}""", "states" },
        { "counts in counts", """{"pattern":"^(((a{1000}){1000}){1000}){1000}$"}""", "states" },
        { "counts of nothing", """{"pattern":"^((((){9999}){9999}){9999}){9999}$"}""", "states" },
        { "a pattern that doubles", """{"pattern":"^(a|b)*a(a|b){40}$"}""", "states" },
        { "groups in groups", $$"""{"pattern":"{{new string('(', 400)}}{{new string(')', 400)}}"}""", "deeper" },
        { "a long pattern", $$"""{"pattern":"{{new string('a', 2000)}}"}""", "characters" },
    };

    public static TheoryData<string, string> Bounded => new()
    {
        { "references that double", Doubling("anyOf", 40) },
        { "objects that double", Doubling("properties", 20) },
        { "optional properties", Properties(2000, "integer") },
        { "alternatives that look alike", $$"""{"anyOf":[{{string.Join(',', Enumerable.Repeat("""{"items":{"$ref":"#"}}""", 100))}}]}""" },
        { "patterns beside each other", $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""{"pattern":"^[^z]{{{i}},}z.*$"}"""))}}]}""" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Schema_that_cannot_or_must_not_be_compiled_is_refused_in_bounded_time(string what, string schema, string named)
    {
        var watch = Stopwatch.StartNew();

        var fault = Grammars.Refused(schema);

        Assert.True(fault.Detail.Contains(named, StringComparison.Ordinal), $"{what}: {fault.Message}");
        Assert.True(watch.Elapsed < TestDeadline, $"{what} took {watch.Elapsed}");
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void Schema_that_could_explode_generates_in_bounded_time(string what, string schema)
    {
        var (tokenizer, vocabulary) = Vocabularies.Default;
        var watch = Stopwatch.StartNew();

        StructuredOutputLimits limits = StructuredOutputLimits.Default with { CompileTimeMax = TestDeadline };
        StructuredGrammar grammar = Grammars.Compiler(vocabulary, limits).CompileJsonSchema(Grammars.Json(schema), CancellationToken.None);
        (List<int> tokens, byte[] text) = Walk.Run(grammar, token => tokenizer.TokenBytes(token).ToArray(), new Random(1));

        Assert.True(watch.Elapsed < TestDeadline, $"{what} took {watch.Elapsed} for {tokens.Count} tokens");
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.NotEqual(JsonValueKind.Undefined, document.RootElement.ValueKind);
    }

    [Fact]
    public void Recursive_alternatives_that_look_alike_do_not_multiply_with_depth()
    {
        StructuredGrammar grammar = Grammars.Schema("""{"anyOf":[{"items":{"$ref":"#"}},{"items":{"$ref":"#"}},{"type":"null"}]}""");
        string text = new string('[', 59) + new string(']', 59);
        var watch = Stopwatch.StartNew();

        Assert.True(Grammars.Accepts(grammar, text));
        Assert.True(watch.Elapsed < TestDeadline, $"took {watch.Elapsed}");
    }

    [Fact]
    public void Document_of_deepest_level_can_be_closed_and_no_deeper_one_opened()
    {
        StructuredGrammar grammar = Grammars.Schema("""{"type":"array","items":{"$ref":"#"}}""", StructuredOutputLimits.Default with { DocumentDepthMax = 3 });

        Assert.True(Grammars.Accepts(grammar, "[[[],[]]]"));
        Assert.False(Grammars.Accepts(grammar, "[[[[]]]]"));
    }

    [Fact]
    public void Mask_of_little_work_still_holds_the_next_byte_and_only_allowed_tokens()
    {
        const string schema = """{"anyOf":[{"type":"object"},{"pattern":"^ab*"},{"maxLength":9}]}""";
        StructuredGrammar full = Grammars.Schema(schema);
        StructuredGrammar hurried = Grammars.Schema(schema, StructuredOutputLimits.Default with { MaskWorkMax = 1 });
        GrammarMatcher whole = full.StartMatching();
        GrammarMatcher part = hurried.StartMatching();
        ulong[] allowed = new ulong[full.Vocabulary.MaskLength];
        ulong[] fewer = new ulong[full.Vocabulary.MaskLength];

        foreach (int _ in Enumerable.Range(0, 30))
        {
            whole.FillMask(allowed);
            part.FillMask(fewer);
            List<int> tokens = Grammars.Tokens(fewer);
            Assert.NotEmpty(tokens);
            Assert.All(tokens, token => Assert.True(Grammars.IsSet(allowed, token)));
            Assert.True(whole.TryAccept(tokens[0]) && part.TryAccept(tokens[0]));
            if (whole.HasEnded)
            {
                return;
            }
        }
    }

    [Fact]
    public void Compilation_that_takes_too_long_by_the_clock_is_refused()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(600) };
        var compiler = new StructuredOutputCompiler(Vocabularies.Small.Vocabulary, StructuredOutputLimits.Default, clock);

        var fault = Assert.Throws<StructuredOutputException>(() => compiler.CompileJsonSchema(Grammars.Json("{}"), CancellationToken.None));

        Assert.Contains("1000 ms", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compilation_ends_on_cancellation()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        Assert.Throws<OperationCanceledException>(() =>
            Grammars.Compiler(Vocabularies.Small.Vocabulary).CompileJsonSchema(Grammars.Json("{}"), source.Token));
    }

    private static string Properties(int count, string type)
    {
        var text = new StringBuilder("""{"type":"object","properties":{""");
        text.AppendJoin(',', Enumerable.Range(0, count).Select(i => $$"""  "p{{i}}":{"type":"{{type}}"}"""));
        return text.Append("}}").ToString();
    }

    private static string Doubling(string keyword, int count)
    {
        IEnumerable<string> levels = Enumerable.Range(0, count).Select(i => keyword == "anyOf"
            ? $$"""  "d{{i}}":{"anyOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}"""
            : $$"""  "d{{i}}":{"properties":{"a":{"$ref":"#/$defs/d{{i + 1}}"},"b":{"$ref":"#/$defs/d{{i + 1}}"} } }""");
        return $$$"""{"$ref":"#/$defs/d0","$defs": { {{{string.Join(',', levels)}}},"d{{{count}}}":{"type":"null"} } }""";
    }

    private static string DeepDocument(int depth)
    {
        IEnumerable<string> levels = Enumerable.Range(0, depth).Select(i => $$"""  "d{{i}}":{"items":{"$ref":"#/$defs/d{{i + 1}}"},"minItems":1}""");
        return $$$"""{"$ref":"#/$defs/d0","$defs": { {{{string.Join(',', levels)}}},"d{{{depth}}}":{"type":"null"} } }""";
    }
}
