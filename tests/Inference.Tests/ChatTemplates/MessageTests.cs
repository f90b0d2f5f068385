using InferenceGateway.Inference.ChatTemplates;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>What OpenAI's clients send reaches a template in the form templates expect.</summary>
public sealed class MessageTests
{
    private const string Parts = """[{"role": "user", "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]}]""";

    [Fact]
    public void Parts_are_joined_for_a_template_that_takes_a_string()
    {
        var template = ChatTemplate.Parse("{{ messages[0].content + '.' }}");
        Assert.False(template.ReadsContentParts);
        Assert.Equal("one\ntwo.", template.Render(Conversations.OfMessages(Parts), TestContext.Current.CancellationToken).Text);
    }

    [Theory]
    [InlineData("{% for p in messages[0].content %}{{ p.type }}={{ p.text }};{% endfor %}")]
    [InlineData("{% for p in messages[0]['content'] %}{{ p.type }}={{ p.text }};{% endfor %}")]
    [InlineData("{% set content = messages[0].content %}{% for p in content %}{{ p.type }}={{ p.text }};{% endfor %}")]
    public void Parts_stay_parts_for_a_template_that_walks_over_them(string source)
    {
        var template = ChatTemplate.Parse(source);
        Assert.True(template.ReadsContentParts);
        Assert.Equal("text=one;text=two;", template.Render(Conversations.OfMessages(Parts), TestContext.Current.CancellationToken).Text);
    }

    [Fact]
    public void Part_that_is_no_text_is_the_clients_fault_for_a_template_that_takes_a_string()
    {
        var input = Conversations.OfMessages("""[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]""");
        var fault = Assert.Throws<ChatTemplateException>(() => Conversations.Render("{{ messages[0].content }}", input));
        Assert.True(fault.IsClientFault);
        Assert.Contains("takes text only", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{\"b\":1,\"a\":[2.0]}""", """{"b": 1, "a": [2.0]}""")]
    [InlineData("not json", "\"not json\"")]
    [InlineData("", "\"\"")]
    [InlineData("3", "\"3\"")]
    public void Arguments_in_a_string_become_a_mapping_when_they_are_one(string arguments, string expected)
    {
        var input = Conversations.OfMessages($$$"""[{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{{{arguments}}}"}}]}]""");
        Assert.Equal(expected, Conversations.Render("{{ messages[0].tool_calls[0].function.arguments | tojson }}", input).Text);
    }

    [Fact]
    public void Integer_beyond_64_bits_is_printed_exactly()
    {
        var input = Conversations.OfMessages("""[{"role": "user", "content": "", "n": 18446744073709551616, "f": 1e400, "big": 1e22}]""");
        Assert.Equal("18446744073709551616 1e+22", Conversations.Render("{{ messages[0].n }} {{ messages[0].big }}", input).Text);
    }

    [Fact]
    public async Task Template_shared_by_threads_renders_each_conversation_alone()
    {
        var template = ChatTemplate.Parse("{% set n = namespace(s='') %}{% for i in range(200) %}{% set n.s = n.s ~ messages[0].content %}{% endfor %}{{ n.s }}");
        var token = TestContext.Current.CancellationToken;
        await Parallel.ForAsync(0, 64, token, (i, cancel) =>
        {
            var text = $"<{i}>";
            Assert.Equal(string.Concat(Enumerable.Repeat(text, 200)), template.Render(Conversations.OfUser(text), cancel).Text);
            return ValueTask.CompletedTask;
        });
    }
}
