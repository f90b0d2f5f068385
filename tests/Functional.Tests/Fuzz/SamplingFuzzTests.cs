using System.Text.Json;
using CsCheck;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.Fuzz;

/// <summary>Every sampling parameter with every kind of value: an answer or an enveloped 400, and no other request feels it.</summary>
public sealed class SamplingFuzzTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Story = "{\"model\":\"fable\",\"temperature\":0,\"max_tokens\":48,\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a story.\"}]}";

    private static readonly string[] _fields =
    [
        "temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty", "repetition_penalty", "seed", "logit_bias", "stop",
        "stop_token_ids", "ignore_eos", "min_tokens", "logprobs", "top_logprobs", "n", "best_of", "echo", "suffix", "stream_options", "cache_salt",
        "response_format", "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "chat_template", "user",
    ];

    // Of every type; at the bounds, next to them and far beyond. None makes an answer long.
    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "1", "2", "-1", "-2", "3", "-3", "0.5", "1e-300", "1e400", "-1e400", "2147483648", "9223372036854775808", "20", "21",
        "129", "\"\"", "\"auto\"", "\"none\"", "\"required\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "[1]", "[-1]", "[\"a\"]", "[\"\"]",
        "[\"\\udc00\"]", "[null]", "[1e400]", "[{}]", "{}", "{\"5\":100}", "{\"5\":1e400}", "{\"5\":\"a\"}", "{\"-1\":1}", "{\"\\ud800\":1}",
        "{\"type\":\"json_object\"}", "{\"type\":\"\\ud800\"}", "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"enum\":[\"\\ud800\"]}}}",
        "{\"include_usage\":true}", "{\"include_usage\":1}", "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]",
        "[{\"type\":\"function\",\"function\":{\"name\":\"\\ud800\"}}]",
    ];

    private static readonly Gen<string> _parameters = Gen
        .Select(Gen.Int[0, _fields.Length - 1], Gen.Int[0, _values.Length - 1], (field, value) => $"\"{_fields[field]}\":{_values[value]}")
        .Array[1, 4].Select(parameters => string.Join(',', parameters.DistinctBy(parameter => parameter[..parameter.IndexOf(':')])));

    [Fact]
    public async Task Sampling_parameters_give_answers_or_enveloped_refusals_and_touch_no_other_request()
    {
        string alone = await TextAsync(Story);
        Task<string[]> beside = Task.Run(async () => new[] { await TextAsync(Story), await TextAsync(Story), await TextAsync(Story) });
        await Gen.Select(_parameters, Gen.Bool, Gen.Bool).SampleAsync(
            async (parameters, chat, stream) =>
            {
                string prompt = chat ? "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" : "\"prompt\":\"hi\"";
                string path = chat ? "/v1/chat/completions" : "/v1/completions";
                await CheckAsync(path, $"{{\"model\":\"fable\",\"max_tokens\":2,\"stream\":{(stream ? "true" : "false")},{prompt},{parameters}}}");
            },
            seed: "0000KOIPe036",
            iter: 400,
            threads: 2);

        Assert.All(await beside, text => Assert.Equal(alone, text));
        Assert.Equal(alone, await TextAsync(Story));
    }

    private async Task CheckAsync(string path, string body)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync(path, body);
        string text = await response.Content.ReadAsStringAsync(TestCluster.Cancellation);
        if ((int)response.StatusCode == 200)
        {
            Assert.DoesNotContain("\"error\"", text, StringComparison.Ordinal);
            return;
        }

        Assert.True((int)response.StatusCode == 400, $"{(int)response.StatusCode} for {body}: {text}");
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal(["message", "type", "param", "code"], document.RootElement.GetProperty("error").EnumerateObject().Select(key => key.Name));
    }

    private async Task<string> TextAsync(string body)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync("/v1/chat/completions", body);
        JsonElement answer = await TestCluster.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }
}
