using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.OpenAi;

namespace InferenceGateway.Gateway.Tests.OpenAi;

public sealed class RequestHeadReaderTests
{
    private static readonly string[] _steering = ["model", "stream", "max_tokens", "max_completion_tokens", "messages", "prompt"];

    private static readonly Gen<string> _text = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['\u0001', '\u00ff'], Gen.OneOf(Gen.Const('"'), Gen.Const('\\'), Gen.Const('€'))), 0, 12];

    private static readonly Gen<JsonNode?> _value = Values(3);

    [Fact]
    public void Any_document_reads_as_SystemTextJson_reads_it()
    {
        Gen<(string Model, bool Stream, long? Max, (string, JsonNode?)[] Others)> documents = Gen.Select(
            Gen.String[Gen.Char['!', '~'], 1, 20], Gen.Bool, Gen.Long[0, 1 << 20].Nullable(), Gen.Select(_text, _value).Array[0, 6],
            (model, stream, max, others) => (model, stream, max, others));

        Gen.Select(documents, Gen.Bool, Gen.Int).Sample((document, escaped, seed) =>
        {
            byte[] body = Write(document.Model, document.Stream, document.Max, document.Others, escaped, seed);
            using JsonDocument expected = JsonDocument.Parse(body);

            RequestHead head = RequestHeadReader.Read(body);

            Assert.Equal(expected.RootElement.GetProperty("model").GetString(), head.Model);
            Assert.Equal(document.Stream, head.Stream);
            Assert.Equal(document.Max, head.MaxTokens);
            Assert.Equal(JsonMarshal.GetRawUtf8Value(expected.RootElement.GetProperty("model")), Raw(body, head.ModelPlace));
        }, iter: 2_000);
    }

    /// <summary>Workers compute the keys of a prompt from its raw value: gateway and worker must see the same bytes.</summary>
    [Fact]
    public void Place_of_a_value_is_that_of_SystemTextJson_also_behind_long_strings()
    {
        Gen<string> text = Gen.Select(Gen.Int[0, 600], Gen.OneOf(Gen.Const(""), Gen.Const("\\n"), Gen.Const("\\u00e9 ä")), (length, tail) => new string('t', length) + tail);

        Gen.Select(text.Array[8], Gen.Int[0, 24]).Sample((texts, spaces) =>
        {
            string gap = new(' ', spaces);
            byte[] body = Encoding.UTF8.GetBytes(
                $$"""{"a":"{{texts[0]}}",{{gap}}"tools" : [ "{{texts[1]}}" ]{{gap}},"x":"{{new string('y', 4096)}}","messages":[{"content":"{{texts[2]}}"},{"content":"{{texts[3]}}"}], "b":["{{texts[4]}}"],"model":"m" , "cache_salt":"salt","prompt_cache_key":"{{new string('k', 200)}}","n":3,"stream_options":{"include_usage":true,"other":["{{texts[5]}}"]},"c":"{{texts[6]}}"}""");
            using JsonDocument expected = JsonDocument.Parse(body);

            RequestHead head = RequestHeadReader.Read(body);

            Assert.Equal(JsonMarshal.GetRawUtf8Value(expected.RootElement.GetProperty("tools")), Raw(body, head.Tools));
            Assert.Equal(JsonMarshal.GetRawUtf8Value(expected.RootElement.GetProperty("messages")), Raw(body, head.Prompt));
            Assert.Equal("\"m\"", Encoding.UTF8.GetString(Raw(body, head.ModelPlace)));
            Assert.Equal(("salt", new string('k', 200), 3L), (head.CacheSalt, head.CacheKey, head.Choices));
        }, iter: 1_000);
    }

    [Theory]
    [InlineData("""{"model":"m","n":"3","prompt_cache_key":7,"stream_options":"x","cache_salt":null}""")]
    [InlineData("""{"model":"m","stream_options":{"include_usage":false}}""")]
    [InlineData("""{"model":"m","stream_options":{"x":{"include_usage":true}}}""")]
    public void Hint_of_another_type_is_left_to_the_worker(string body)
    {
        RequestHead head = Read(body);

        Assert.Equal(("", null, 1L), (head.CacheSalt, head.CacheKey, head.Choices));
    }

    [Fact]
    public void Any_bytes_are_refused_unless_they_are_a_json_object()
    {
        Gen<byte[]> mutated = Gen.Select(Gen.Int[0, 60], Gen.Byte, (at, value) =>
        {
            byte[] body = Encoding.UTF8.GetBytes("""{"messages":[{"content":"hä\u00e9","model":1}],"model":"m"}""");
            body[at % body.Length] = value;
            return body;
        });

        mutated.Sample(body =>
        {
            bool isObject = IsObject(body);
            try
            {
                RequestHead head = RequestHeadReader.Read(body);
                Assert.True(isObject, $"Accepted {Encoding.UTF8.GetString(body)}");
                Assert.NotEmpty(head.Model);
            }
            catch (OpenAiException refusal)
            {
                Assert.Equal(400, refusal.Error.Status);
            }
        }, iter: 20_000);
    }

    /// <summary>Long strings are passed over, not read; what is accepted must stay what a plain reader accepts.</summary>
    [Fact]
    public void Long_strings_are_accepted_exactly_when_SystemTextJson_accepts_them()
    {
        Gen<string> pieces = Gen.OneOf(
            Gen.Const("plain text of some length "), Gen.Const("\\n"), Gen.Const("\\\""), Gen.Const("\\\\"), Gen.Const("\\u00e9"), Gen.Const("ä€"));
        Gen<string> faults = Gen.OneOf(
            Gen.Const(""), Gen.Const(""), Gen.Const("\n"), Gen.Const("\\x"), Gen.Const("\\u12g4"), Gen.Const("\""), Gen.Const("\\"), Gen.Const("\u0000"));

        Gen.Select(pieces.Array[100, 800], faults, Gen.Int[0, 100]).Sample((text, fault, at) =>
        {
            string content = string.Concat(text[..at]) + fault + string.Concat(text[at..]);
            byte[] body = Encoding.UTF8.GetBytes($$"""{"messages":[{"content":"{{content}}"}],"a":"{{new string('y', 4096)}}","model":"m","max_tokens":3}""");
            if (IsObject(body))
            {
                RequestHead head = RequestHeadReader.Read(body);
                Assert.Equal(("m", false, 3L), (head.Model, head.Stream, head.MaxTokens));
            }
            else
            {
                OpenAiException refusal = Assert.Throws<OpenAiException>(() => RequestHeadReader.Read(body));
                Assert.Contains("not valid JSON at line", refusal.Error.Body.Message, StringComparison.Ordinal);
            }
        }, iter: 2_000);
    }

    [Fact]
    public void Longest_model_name_written_in_escapes_is_read_from_a_long_body()
    {
        string escapes = string.Concat(Enumerable.Repeat("\\u006d", Limits.ModelNameCharsMax));
        byte[] body = Encoding.UTF8.GetBytes($$"""{"prompt":"{{new string('p', 10_000)}}","model":"{{escapes}}"}""");

        Assert.Equal(new string('m', Limits.ModelNameCharsMax), RequestHeadReader.Read(body).Model);
    }

    [Theory]
    [InlineData("""{"model":"m","model":"n"}""", "model")]
    [InlineData("""{"model":"m","\u006dodel":"n"}""", "model")]
    [InlineData("""{"stream":true,"model":"m","stream":false}""", "stream")]
    [InlineData("""{"model":"m","max_tokens":1,"max_tokens":2}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"messages":[]}""", "messages")]
    [InlineData("""{"model":"m","kv_transfer_params":{}}""", "kv_transfer_params")]
    [InlineData("""{"model":7}""", "model")]
    [InlineData("""{"model":null}""", "model")]
    [InlineData("""{"model":["m"]}""", "model")]
    [InlineData("""{"model":""}""", "model")]
    [InlineData("""{"messages":[{"model":"m"}]}""", "model")]
    [InlineData("""{"model":"m","stream":"true"}""", "stream")]
    [InlineData("""{"model":"m","stream":1}""", "stream")]
    [InlineData("""{"model":"m","max_tokens":"5"}""", "max_tokens")]
    [InlineData("""{"model":"m","max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"m","max_completion_tokens":[]}""", "max_completion_tokens")]
    public void Steering_field_at_fault_is_named(string body, string param)
    {
        OpenAiError error = Refuse(body);

        Assert.Equal(param, error.Body.Param);
        Assert.Equal("invalid_request_error", error.Body.Type);
    }

    [Theory]
    [InlineData("""[]""", "must be a JSON object")]
    [InlineData("""7""", "must be a JSON object")]
    [InlineData("""{"model":"m"} x""", "line 1, byte 15")]
    [InlineData("""{"model":"m",}""", "line 1, byte 14")]
    [InlineData("{\"model\":\n\"m\"", "not valid JSON at line 2")]
    [InlineData("""{"model":"\ud800"}""", "not valid Unicode")]
    [InlineData("""{"model":"m","a":01}""", "not valid JSON")]
    public void Fault_of_the_document_says_where_it_is(string body, string says) =>
        Assert.Contains(says, Refuse(body).Body.Message, StringComparison.Ordinal);

    [Fact]
    public void Model_name_is_taken_up_to_its_limit_and_refused_beyond()
    {
        string longest = new('m', Limits.ModelNameCharsMax);

        Assert.Equal(longest, Read($$"""{"model":"{{longest}}"}""").Model);
        Assert.Equal("model", Refuse($$"""{"model":"{{longest}}m"}""").Body.Param);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        string deep = new string('[', Limits.JsonDepthMax) + new string(']', Limits.JsonDepthMax);

        Assert.Contains("not valid JSON", Refuse($$"""{"model":"m","a":{{deep}}}""").Body.Message, StringComparison.Ordinal);
    }

    private static RequestHead Read(string body) => RequestHeadReader.Read(Encoding.UTF8.GetBytes(body));

    private static OpenAiError Refuse(string body)
    {
        OpenAiError error = Assert.Throws<OpenAiException>(() => Read(body)).Error;
        Assert.Equal(400, error.Status);
        return error;
    }

    private static bool IsObject(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Write(string model, bool stream, long? max, (string, JsonNode?)[] others, bool escaped, int seed)
    {
        List<string> fields =
        [
            $"{(escaped ? "\"\\u006dod\\u0065l\"" : "\"model\"")} : {JsonSerializer.Serialize(model)}",
            $"\"stream\":{(stream ? "true" : "false")}",
            $"\"max_tokens\":{max?.ToString() ?? "null"}",
            .. others.Where(other => !_steering.Contains(other.Item1)).Select(other => $"{JsonSerializer.Serialize(other.Item1)}:{other.Item2?.ToJsonString() ?? "null"}"),
            $"\"nested\":{{\"model\":\"other\",\"stream\":{(stream ? "false" : "true")},\"max_tokens\":-1}}",
        ];
        var random = new Random(seed);
        return Encoding.UTF8.GetBytes($" {{{string.Join(", ", fields.OrderBy(_ => random.Next()))}}}\n");
    }

    private static ReadOnlySpan<byte> Raw(byte[] body, BodySpan place) => body.AsSpan(place.Start, place.Length);

    private static Gen<JsonNode?> Values(int depth)
    {
        Gen<JsonNode?> leaf = Gen.OneOf(
            _text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Const((JsonNode?)null));
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Values(depth - 1).Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
                Values(depth - 1).Select(item => (JsonNode?)new JsonObject { ["model"] = item?.DeepClone() }));
    }
}
