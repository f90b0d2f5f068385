using System.Buffers;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Prompts;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>The text keys of one request's prompt, in rented memory.</summary>
internal sealed class PromptKeys : IDisposable
{
    private BlockKey[] _keys = [];

    public ReadOnlyMemory<BlockKey> Keys { get; private set; }

    /// <summary>Computes them; those of an earlier call are overwritten.</summary>
    /// <param name="chain">Of the pool the request may go to.</param>
    /// <param name="head">Where the prompt stands.</param>
    /// <param name="body">The whole body.</param>
    public void Compute(PromptChain chain, in RequestHead head, ReadOnlySpan<byte> body)
    {
        int count = PromptChain.Blocks(head.PromptBytes);
        if (count > _keys.Length)
        {
            Dispose();
            _keys = ArrayPool<BlockKey>.Shared.Rent(count);
        }

        chain.Compute(body.Slice(head.Tools.Start, head.Tools.Length), body.Slice(head.Prompt.Start, head.Prompt.Length), _keys);
        Keys = _keys.AsMemory(0, count);
    }

    public void Dispose()
    {
        ArrayPool<BlockKey>.Shared.Return(_keys);
        _keys = [];
        Keys = default;
    }
}
