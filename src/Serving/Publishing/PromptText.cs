using System.Runtime.InteropServices;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Prompts;

namespace InferenceGateway.Serving.Publishing;

/// <summary>A prompt's text as gateways name it.</summary>
/// <param name="Keys">Keys of its full text blocks.</param>
/// <param name="Bytes">Bytes of the whole text.</param>
internal sealed record PromptText(BlockKey[] Keys, int Bytes)
{
    /// <summary>A prompt that gateways cannot ask for.</summary>
    public static PromptText None { get; } = new([], 0);

    /// <summary>From a request's own JSON, which a gateway reads too.</summary>
    public static PromptText Of(PromptScope scope, JsonElement? tools, JsonElement prompt)
    {
        ReadOnlySpan<byte> toolBytes = tools is { } listed ? JsonMarshal.GetRawUtf8Value(listed) : default;
        ReadOnlySpan<byte> promptBytes = JsonMarshal.GetRawUtf8Value(prompt);
        int bytes = toolBytes.Length + promptBytes.Length;
        BlockKey[] keys = new BlockKey[PromptChain.Blocks(bytes)];
        new PromptChain(scope).Compute(toolBytes, promptBytes, keys);
        return new PromptText(keys, bytes);
    }

    /// <summary>From what <see cref="KeyBytes"/> gave and the text's length; null if they do not fit each other.</summary>
    public static PromptText? Of(ReadOnlySpan<byte> keys, int bytes)
    {
        int count = keys.Length / BlockKey.Size;
        if (keys.Length % BlockKey.Size != 0 || count > Limits.PromptBlocksMax || bytes < 0 || count > bytes / PromptChain.BlockBytes)
        {
            return null;
        }

        BlockKey[] read = new BlockKey[count];
        for (int at = 0; at < count; at++)
        {
            read[at] = BlockKey.Read(keys[(at * BlockKey.Size)..]);
        }

        return new PromptText(read, bytes);
    }

    /// <summary>The keys, 16 bytes each.</summary>
    public byte[] KeyBytes()
    {
        byte[] bytes = new byte[Keys.Length * BlockKey.Size];
        for (int at = 0; at < Keys.Length; at++)
        {
            Keys[at].Write(bytes.AsSpan(at * BlockKey.Size));
        }

        return bytes;
    }

    /// <summary>Number of the token block that covers a text block, found by proportion: the first token behind the text, rounded up.</summary>
    /// <param name="block">Number of the text block.</param>
    /// <param name="tokens">Tokens of the whole prompt.</param>
    /// <param name="blockTokens">Tokens of a token block.</param>
    public int TokenBlockOf(int block, int tokens, int blockTokens)
    {
        long end = (long)(block + 1) * PromptChain.BlockBytes;
        long covered = ((end * tokens) + Bytes - 1) / Bytes;
        return (int)((covered + blockTokens - 1) / blockTokens) - 1;
    }
}
