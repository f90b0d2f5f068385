using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Gateway.Tests.Support;

/// <summary>
/// Two vLLM servers that insist on the request sequence of its connector: the prefill one first, then the decode one with exactly the
/// parameters the first gave out. Whatever is out of order is a fault.
/// </summary>
internal sealed class PickyVllm
{
    private readonly ConcurrentDictionary<string, string> _handedOut = new();
    private int _blocks;

    public ConcurrentQueue<string> Faults { get; } = new();

    public int HandedOver { get; private set; }

    /// <summary>How many prefill requests are to fail.</summary>
    public int PrefillsToFail { get; set; }

    public Task PrefillAsync(HttpContext context, Received received)
    {
        using JsonDocument body = JsonDocument.Parse(received.Body);
        JsonElement root = body.RootElement;
        Check(root.GetProperty("stream").ValueKind == JsonValueKind.False, "prefill must not stream");
        Check(root.GetProperty("max_tokens").GetInt32() == 1, "prefill must generate one token");
        Check(!root.TryGetProperty("stream_options", out _), "prefill must have no stream_options");
        Check(!root.TryGetProperty("max_completion_tokens", out JsonElement most) || most.GetInt32() == 1, "prefill's max_completion_tokens must be 1");
        Check(
            root.GetProperty("kv_transfer_params").GetRawText()
                == """{"do_remote_decode":true,"do_remote_prefill":false,"remote_engine_id":null,"remote_block_ids":null,"remote_host":null,"remote_port":null}""",
            "prefill's kv_transfer_params are not those of the connector");
        Check(root.EnumerateObject().Select(field => field.Name).Distinct().Count() == root.EnumerateObject().Count(), "a field occurs twice");
        if (PrefillsToFail-- > 0)
        {
            return StandInWorker.WriteUnaryAsync(context, "{}", 500);
        }

        string parameters = $$"""{"do_remote_prefill": true,"do_remote_decode":false,"remote_engine_id":"e1","remote_block_ids":[{{Interlocked.Increment(ref _blocks)}}],"remote_host":"h","remote_port":5600}""";
        _handedOut[received.Headers["x-request-id"]] = parameters;
        return StandInWorker.WriteUnaryAsync(context, $$"""{"id":"p","choices":[],"kv_transfer_params":{{parameters}}}""");
    }

    public Task DecodeAsync(HttpContext context, Received received)
    {
        using JsonDocument body = JsonDocument.Parse(received.Body);
        bool split = body.RootElement.TryGetProperty("kv_transfer_params", out JsonElement parameters);
        if (split)
        {
            Check(_handedOut.TryRemove(received.Headers["x-request-id"], out string? given), "decode came before prefill, or under another request id");
            Check(parameters.GetRawText() == given, "decode's parameters are not those prefill gave out");
            Check(body.RootElement.GetProperty("max_tokens").GetInt32() == 32, "decode's own limit is lost");
            HandedOver++;
        }

        return StandInWorker.WriteUnaryAsync(context);
    }

    private void Check(bool holds, string fault)
    {
        if (!holds)
        {
            Faults.Enqueue(fault);
        }
    }
}

/// <summary>Two SGLang servers that answer only when both have a request with the same room.</summary>
internal sealed class PickySglang
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _rooms = new();

    public ConcurrentQueue<(string Host, int Port, string Body)> Met { get; } = new();

    public int PrefillsToFail { get; set; }

    public async Task PrefillAsync(HttpContext context, Received received)
    {
        if (PrefillsToFail-- > 0)
        {
            await StandInWorker.WriteUnaryAsync(context, "{}", 500);
            return;
        }

        Room(received).TrySetResult();
        await StandInWorker.WriteUnaryAsync(context, "{}");
    }

    public async Task DecodeAsync(HttpContext context, Received received)
    {
        await Room(received).Task.WaitAsync(context.RequestAborted);
        using JsonDocument body = JsonDocument.Parse(received.Body);
        Met.Enqueue((body.RootElement.GetProperty("bootstrap_host").GetString()!, body.RootElement.GetProperty("bootstrap_port").GetInt32(), Encoding.UTF8.GetString(received.Body)));
        await StandInWorker.WriteUnaryAsync(context);
    }

    private TaskCompletionSource Room(Received received)
    {
        using JsonDocument body = JsonDocument.Parse(received.Body);
        return _rooms.GetOrAdd(body.RootElement.GetProperty("bootstrap_room").GetInt64(), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
