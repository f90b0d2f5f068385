using System.Text;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Scheduling;

namespace InferenceGateway.Gateway.Forwarding.Dialects;

/// <summary>
/// vLLM's hand-off, one phase after the other: the prefill engine computes the prompt and one token, and its answer's
/// <c>kv_transfer_params</c> tell the decode engine where to fetch the rows.
/// </summary>
internal sealed class VllmDialect(PrefillEngineClient client) : IEngineDialect
{
    private static readonly string[] _changed = ["stream", "stream_options", "max_tokens", "max_completion_tokens", "min_tokens"];

    public async ValueTask<PreparedCall> PrepareAsync(DialectCall call, CancellationToken cancellation)
    {
        if (call.Plan.Decision.PrefillCandidates is not { Length: > 0 } candidates)
        {
            return call.Plan.TenantSalt.Length == 0 ? PreparedCall.Plain : new PreparedBody(call.Plan.BodyToSend(), null);
        }

        byte[] request = call.Plan.BodyToSend();
        byte[] body = PrefillBody(request);
        for (int i = 0; ; i++)
        {
            try
            {
                byte[] answer = await client.SendAsync(candidates[i], call, body, cancellation);
                return new PreparedBody(DecodeBody(request, Parameters(answer, candidates[i])), candidates[i].Id);
            }
            catch (PrefillFailedException) when (i + 1 < candidates.Length)
            {
                // The next candidate is tried.
            }
        }
    }

    /// <summary>The prompt and one token.</summary>
    public static byte[] PrefillBody(ReadOnlySpan<byte> body)
    {
        string limit = BodyFields.Has(body, "max_completion_tokens") ? "\"max_completion_tokens\":1," : "";
        return BodyFields.Rewrite(body, _changed, Encoding.UTF8.GetBytes(
            "\"stream\":false,\"max_tokens\":1," + limit
            + "\"kv_transfer_params\":{\"do_remote_decode\":true,\"do_remote_prefill\":false,\"remote_engine_id\":null,"
            + "\"remote_block_ids\":null,\"remote_host\":null,\"remote_port\":null}"));
    }

    /// <summary>The client's request and the prefill engine's parameters, as it wrote them.</summary>
    public static byte[] DecodeBody(ReadOnlySpan<byte> body, string parameters) =>
        BodyFields.Rewrite(body, [], Encoding.UTF8.GetBytes("\"kv_transfer_params\":" + parameters));

    private static string Parameters(byte[] answer, WorkerEndpoint engine)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = Limits.JsonDepthMax });
            return document.RootElement.TryGetProperty("kv_transfer_params", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object
                ? parameters.GetRawText()
                : throw new PrefillFailedException($"The prefill engine '{engine.Id}' gave no kv_transfer_params.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new PrefillFailedException($"The prefill engine '{engine.Id}' gave an answer that is no JSON object.", fault);
        }
    }
}
