using System.Text.Json;
using InferenceGateway.Inference.ChatTemplates;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>Every template of data/templates with every conversation, against what two other interpreters made of it.</summary>
public sealed class OracleTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "ChatTemplates", "data");

    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 24, 20, 30, 5, TimeSpan.Zero));

    public static TheoryData<string> Templates =>
        [.. Directory.GetFiles(Path.Combine(Data, "templates")).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Template_rendered_with_each_conversation_gives_what_the_oracle_gave(string name)
    {
        var template = ChatTemplate.Parse(Read("templates", name + ".jinja"), null, Clock, name);
        var conversations = JsonDocument.Parse(Read("conversations.json")).RootElement;
        var expected = JsonDocument.Parse(Read("expected", name + ".json")).RootElement;

        Assert.NotEmpty(expected.EnumerateObject());
        Assert.All(expected.EnumerateObject(), entry =>
        {
            var result = Outcome(template, Conversations.Of(conversations.GetProperty(entry.Name)));
            var wanted = entry.Value.EnumerateObject().First();
            Assert.Equal(wanted.Name, result.Kind);
            // The wording of an error is each interpreter's own; a prompt and a refusal are the template's.
            Assert.True(result.Kind == "error" || wanted.Value.GetString() == result.Text, Difference(entry.Name, wanted.Value.GetString()!, result.Text));
        });
    }

    private static (string Kind, string Text) Outcome(ChatTemplate template, ChatTemplateInput input)
    {
        try
        {
            return ("text", template.Render(input, TestContext.Current.CancellationToken).Text);
        }
        catch (ChatTemplateException fault)
        {
            return (fault.IsClientFault ? "refused" : "error", fault.Detail);
        }
    }

    private static string Difference(string conversation, string wanted, string actual)
    {
        var place = wanted.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"'{conversation}' differs at character {place}: wanted …{Around(wanted, place)}…, got …{Around(actual, place)}…";
    }

    private static string Around(string text, int place) =>
        JsonSerializer.Serialize(text[Math.Max(0, place - 30)..Math.Min(text.Length, place + 40)]);

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Data, .. path]));
}
