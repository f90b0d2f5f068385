using InferenceGateway.Inference.ChatTemplates;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>Templates are found where model folders keep them.</summary>
public sealed class LoaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chat-templates-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Folder_without_template_gives_null()
    {
        Assert.Null(ChatTemplateLoader.Load(folder.FullName));
        Write("tokenizer_config.json", """{"bos_token": "<s>", "chat_template": null}""");
        Assert.Null(ChatTemplateLoader.Load(folder.FullName));
    }

    [Fact]
    public void Template_of_the_tokenizer_configuration_prints_its_special_tokens()
    {
        Write("tokenizer_config.json", """{"bos_token": {"content": "<b>", "special": true}, "eos_token": "<e>", "chat_template": "{{ bos_token }}config{{ eos_token }}{{ pad_token }}"}""");
        Assert.Equal("<b>config<e>", Render());
    }

    [Fact]
    public void Files_beside_the_configuration_win_in_their_order()
    {
        Write("tokenizer_config.json", """{"bos_token": "<b>", "chat_template": "config"}""");
        Write("chat_template.json", """{"chat_template": "{{ bos_token }}json"}""");
        Assert.Equal("<b>json", Render());
        Write("chat_template.jinja", "{{ bos_token }}jinja\n");
        Assert.Equal("<b>jinja", Render());
    }

    [Fact]
    public void Template_for_tools_is_chosen_when_tools_are_given()
    {
        Write("tokenizer_config.json", """{"chat_template": [{"name": "default", "template": "plain"}, {"name": "tool_use", "template": "with {{ tools | length }}"}]}""");
        Assert.Equal("plain", Render());
        Assert.Equal("plain", Render("[]"));
        Assert.Equal("with 1", Render("""[{"type": "function"}]"""));
    }

    [Theory]
    [InlineData("""{"chat_template": 5}""", "must be a string or a list, not Number")]
    [InlineData("""{"chat_template": [{"template": "x"}]}""", "has no 'name'")]
    [InlineData("""{"chat_template": [{"name": "a"}]}""", "'a' of 'chat_template' has no 'template'")]
    [InlineData("""{"chat_template": [{"name": "a", "template": ""}, {"name": "a", "template": ""}]}""", "two entries named 'a'")]
    [InlineData("""["chat_template"]""", "must hold an object")]
    [InlineData("""{"chat_template": """, "not JSON")]
    [InlineData("""{"chat_template": "{{ a b }}"}""", "line 1, column 6: unexpected 'b'")]
    [InlineData("""{"chat_template": [{"name": "a", "template": "{% x %}"}]}""", "(a), line 1, column 4")]
    public void Configuration_of_the_wrong_shape_is_refused_by_name(string content, string detail)
    {
        Write("tokenizer_config.json", content);
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplateLoader.Load(folder.FullName));
        Assert.StartsWith("tokenizer_config.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(detail, fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsClientFault);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(folder.FullName, file), content);

    private string Render(string? tools = null)
    {
        var json = tools is null ? """{"messages": []}""" : $$"""{"messages": [], "tools": {{tools}}}""";
        var input = Conversations.Of(System.Text.Json.JsonDocument.Parse(json).RootElement) with { BosToken = null, EosToken = null };
        return ChatTemplateLoader.Load(folder.FullName)!.Render(input, TestContext.Current.CancellationToken).Text;
    }
}
