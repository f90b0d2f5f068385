using System.Globalization;
using System.Text;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Live;

/// <summary>Writes text for the lengths of a trace: equal blocks become equal text, so that what was shared is shared again.</summary>
internal static class PromptText
{
    /// <summary>A prompt's text.</summary>
    /// <param name="request">Its blocks and length.</param>
    /// <param name="number">Makes what lies behind the last full block unlike that of all others.</param>
    /// <param name="blockTokens">Tokens of a block.</param>
    /// <param name="bytesPerToken">Bytes written for a token.</param>
    public static string Of(TraceRequest request, int number, int blockTokens, int bytesPerToken)
    {
        StringBuilder text = new(request.PromptTokens * bytesPerToken);
        foreach (BlockKey block in request.Blocks)
        {
            Fill(text, block.Low, blockTokens * bytesPerToken);
        }

        Fill(text, (ulong)number ^ 0xA5A5_A5A5_0000_0000, (request.PromptTokens * bytesPerToken) - text.Length);
        return text.ToString();
    }

    // Words of eight bytes, each another one, so that no tokenizer can fold them.
    private static void Fill(StringBuilder text, ulong seed, int bytes)
    {
        int end = text.Length + bytes;
        for (ulong word = 0; text.Length < end; word++)
        {
            text.Append(((uint)((seed + word) * 0x9E3779B97F4A7C15 >> 36)).ToString("x7", CultureInfo.InvariantCulture)).Append(' ');
        }

        text.Length = Math.Max(end, 0);
    }
}
