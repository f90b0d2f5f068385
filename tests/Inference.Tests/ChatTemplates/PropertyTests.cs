using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using InferenceGateway.Inference.ChatTemplates;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>What must hold for any text and any value.</summary>
public sealed class PropertyTests
{
    private static readonly Gen<string> Content = Gen.OneOf(Gen.String, Pick("<|im_end|>", "</s>", "é😀", "\n \t", "\"'\\", "").Array[0, 6].Select(string.Concat));

    private static readonly Gen<JsonNode?> Json = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Gen.Const((JsonNode?)null)
        : Gen.OneOf(
            Gen.Const((JsonNode?)null),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
            Content.Select(value => (JsonNode?)JsonValue.Create(value)),
            inner.Array[0, 4].Select(values => (JsonNode?)new JsonArray([.. values.Select(value => value?.DeepClone())])),
            Gen.Select(Content, inner).Array[0, 4].Select(entries => (JsonNode?)new JsonObject(
                entries.DistinctBy(entry => entry.Item1).Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2?.DeepClone()))))));

    [Fact]
    public void Text_without_tags_renders_to_itself() => Gen.String.Sample(text =>
    {
        var plain = text.Replace("{", "(", StringComparison.Ordinal).Replace('\r', ' ').TrimEnd('\n');
        var prompt = Conversations.Render(plain);
        return prompt.Text == plain && prompt.Spans.All(span => span.Trusted);
    });

    [Fact]
    public void Content_is_printed_unchanged_and_untrusted_between_trusted_text() => Content.Sample(content =>
    {
        var prompt = Conversations.Render("<a>{{ messages[0].content }}<b>", Conversations.OfUser(Valid(content)));
        return prompt.Text == $"<a>{Valid(content)}<b>"
            && prompt.Spans.Sum(span => span.Length) == prompt.Text.Length
            && prompt.Spans.Where(span => !span.Trusted).Sum(span => span.Length) == Valid(content).Length;
    });

    [Fact]
    public void Every_value_prints_and_reads_back_from_its_JSON() => Json.Sample(value =>
    {
        var text = value?.ToJsonString() ?? "null";
        var input = Conversations.OfMessages($$"""[{"role": "user", "content": "", "value": {{text}}}]""");
        Conversations.Render("{{ messages[0].value }}{{ [messages[0].value] }}{{ messages[0].value | string | upper | length }}", input);
        var written = Conversations.Render("{{ messages[0].value | tojson(indent=1) }}", input).Text;
        return JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(text));
    });

    [Fact]
    public void Any_source_parses_or_is_refused_with_its_place()
    {
        var pieces = Pick("{{", "}}", "{%", "%}", "{#", "#}", "-", "+", " a ", "'", "\"", "(", ")", "[", "]", ".b", "|", "trim", " if ", " for ", " in ", " set ", "=", "endif", "endfor", "1", "e9", "\n", "raw", "endraw", "is", " not ", "~", "\\", "é");
        pieces.Array[0, 24].Select(string.Concat).Sample(source =>
        {
            try
            {
                Conversations.Render(source);
                return true;
            }
            catch (ChatTemplateException fault)
            {
                return fault is { Line: > 0, Column: > 0, IsClientFault: false };
            }
        }, iter: 3000);
    }

    private static Gen<string> Pick(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);

    /// <summary>The text as JSON can carry it: a lone surrogate becomes U+FFFD.</summary>
    private static string Valid(string text) => JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(text))!;
}
