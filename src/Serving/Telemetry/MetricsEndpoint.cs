using Microsoft.AspNetCore.Http;
using Prometheus;

namespace InferenceGateway.Serving.Telemetry;

/// <summary>
/// Serves the registry in Prometheus' text format, with vLLM's names as vLLM writes them: a line that begins with <c>vllm_</c> (or
/// names such a metric after HELP or TYPE) gets a colon in place of the underscore.
/// </summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly byte[][] Starts = ["vllm_"u8.ToArray(), "# HELP vllm_"u8.ToArray(), "# TYPE vllm_"u8.ToArray()];

    public static async Task WriteAsync(HttpContext context, CollectorRegistry registry)
    {
        using MemoryStream text = new();
        await registry.CollectAndExportAsTextAsync(text, context.RequestAborted);
        Memory<byte> bytes = text.GetBuffer().AsMemory(0, (int)text.Length);
        UseColons(bytes.Span);
        context.Response.ContentType = ContentType;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static void UseColons(Span<byte> text)
    {
        while (!text.IsEmpty)
        {
            foreach (byte[] start in Starts)
            {
                if (text.StartsWith(start))
                {
                    text[start.Length - 1] = (byte)':';
                }
            }

            int end = text.IndexOf((byte)'\n');
            text = end < 0 ? [] : text[(end + 1)..];
        }
    }
}
