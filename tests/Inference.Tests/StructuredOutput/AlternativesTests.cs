using System.Text.Json;
using InferenceGateway.Inference.StructuredOutput;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

public sealed class AlternativesTests
{
    private static readonly JsonElement City = Grammars.Json("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

    private static readonly GrammarAlternative[] Tools =
    [
        new("weather", "<tool_call>\n{\"name\": \"weather\", \"arguments\": ", City, "}\n</tool_call>"),
        new("week", "<tool_call>\n{\"name\": \"week\", \"arguments\": ", null, "}\n</tool_call>"),
    ];

    [Fact]
    public void Alternatives_take_each_call_with_its_own_arguments()
    {
        StructuredGrammar grammar = Compile(Tools, "\n", 1);

        Assert.True(Grammars.Accepts(grammar, Call("weather", """{"city":"Paris"}""")));
        Assert.True(Grammars.Accepts(grammar, Call("week", """{"any":[1]}""")));
        Assert.False(Grammars.Accepts(grammar, Call("weather", "{}")));
        Assert.False(Grammars.Accepts(grammar, Call("other", "{}")));
        Assert.False(Grammars.Accepts(grammar, Call("week", "{}") + "\n" + Call("week", "{}")));
    }

    [Fact]
    public void Alternatives_repeat_up_to_their_bound()
    {
        StructuredGrammar grammar = Compile(Tools, "\n", 2);
        string call = Call("week", "{}");

        Assert.True(Grammars.Accepts(grammar, call));
        Assert.True(Grammars.Accepts(grammar, call + "\n" + Call("weather", """{"city":""}""")));
        Assert.False(Grammars.Accepts(grammar, call + call));
        Assert.False(Grammars.Accepts(grammar, call + "\n" + call + "\n" + call));
    }

    [Fact]
    public void Alternative_that_is_at_fault_is_named()
    {
        JsonElement endless = Grammars.Json("""{"properties":{"next":{"$ref":"#"}},"required":["next"]}""");
        JsonElement odd = Grammars.Json("""{"properties":{"a":{"not":{}}}}""");

        var impossible = Assert.Throws<StructuredOutputException>(() => Compile([.. Tools, new("loop", "", endless, "")], "", 3));
        var unsupported = Assert.Throws<StructuredOutputException>(() => Compile([.. Tools, new("odd", "", odd, "")], "", 1));

        Assert.Equal("loop#", impossible.Path);
        Assert.Equal("odd#/properties/a/not", unsupported.Path);
    }

    [Fact]
    public void Alternatives_without_any_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Compile([], "", 1));

    private static string Call(string name, string arguments) =>
        $$"""<tool_call>{{"\n"}}{"name": "{{name}}", "arguments": {{arguments}}}{{"\n"}}</tool_call>""";

    private static StructuredGrammar Compile(GrammarAlternative[] alternatives, string separator, int most) =>
        Grammars.Compiler(Vocabularies.Small.Vocabulary).CompileAlternatives(alternatives, separator, most, CancellationToken.None);
}
