using System.Buffers.Text;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Discovery.Engines;

/// <summary>
/// Finds an engine's load in its Prometheus text, by the names that vLLM, SGLang and llama.cpp use. Series of several ranks in one
/// process are added; their KV use is averaged.
/// </summary>
public static class EngineMetricsReader
{
    private static readonly (byte[] Name, Figure Figure)[] _names =
    [
        ("vllm:num_requests_running"u8.ToArray(), Figure.Running),
        ("vllm:num_requests_waiting"u8.ToArray(), Figure.Waiting),
        ("vllm:kv_cache_usage_perc"u8.ToArray(), Figure.KvUse),
        ("vllm:gpu_cache_usage_perc"u8.ToArray(), Figure.KvUse),
        ("sglang:num_running_reqs"u8.ToArray(), Figure.Running),
        ("sglang:num_queue_reqs"u8.ToArray(), Figure.Waiting),
        ("sglang:token_usage"u8.ToArray(), Figure.KvUse),
        ("sglang:num_used_tokens"u8.ToArray(), Figure.RunningTokens),
        ("llamacpp:requests_processing"u8.ToArray(), Figure.Running),
        ("llamacpp:requests_deferred"u8.ToArray(), Figure.Waiting),
        ("llamacpp:kv_cache_usage_ratio"u8.ToArray(), Figure.KvUse),
        ("llamacpp:kv_cache_tokens"u8.ToArray(), Figure.RunningTokens),
    ];

    private enum Figure
    {
        Running,
        Waiting,
        KvUse,
        RunningTokens,
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="text">The whole answer, in the Prometheus or the OpenMetrics text format.</param>
    /// <param name="at">When it was read, as a timestamp of the clock.</param>
    /// <returns>Null when none of the names is in it. Figures that the engine does not give are 0.</returns>
    public static EngineState? Read(ReadOnlySpan<byte> text, long at)
    {
        Span<double> sums = stackalloc double[4];
        Span<int> counts = stackalloc int[4];
        foreach (Range line in text.Split((byte)'\n'))
        {
            if (Match(text[line], out Figure figure, out double value))
            {
                sums[(int)figure] += value;
                counts[(int)figure]++;
            }
        }

        return counts.IndexOfAnyExcept(0) < 0 ? null : new EngineState(
            Count(sums[(int)Figure.Running]),
            Count(sums[(int)Figure.Waiting]),
            Math.Clamp(sums[(int)Figure.KvUse] / Math.Max(1, counts[(int)Figure.KvUse]), 0, 1),
            0,
            Count(sums[(int)Figure.RunningTokens]),
            at);
    }

    private static bool Match(ReadOnlySpan<byte> line, out Figure figure, out double value)
    {
        foreach ((byte[] name, Figure named) in _names)
        {
            if (line.StartsWith(name) && line.Length > name.Length && line[name.Length] is (byte)'{' or (byte)' ')
            {
                figure = named;
                return TryReadValue(line[name.Length..], out value);
            }
        }

        (figure, value) = (default, 0);
        return false;
    }

    private static bool TryReadValue(ReadOnlySpan<byte> rest, out double value)
    {
        // A label's value may hold anything but a bare quote or line break, also a brace: the last one closes the labels.
        int labels = rest[0] == '{' ? rest.LastIndexOf((byte)'}') + 1 : 0;
        ReadOnlySpan<byte> number = rest[labels..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(number, out value, out int read) && read > 0 && double.IsFinite(value) && value >= 0;
    }

    private static int Count(double value) => (int)Math.Min(int.MaxValue, Math.Round(value));
}
