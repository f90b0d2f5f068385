using InferenceGateway.Contracts;
using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.Publishing;

namespace InferenceGateway.Serving.Publishing;

/// <summary>
/// Says which text this worker holds, in gateways' words. A prompt's text keys are tied to the token blocks that cover them; such a key
/// is published when its token block is stored and withdrawn when that is evicted. The first token block that was stored keeps a key.
/// Thread-safe.
/// </summary>
internal sealed class TextResidency(IWorkerPublisher publisher) : IBlockObserver
{
    /// <summary>Most text keys of one token block; a prompt has one for every second block.</summary>
    public const int KeysPerBlockMax = 64;

    /// <summary>Most keys whose token blocks are not stored yet; the oldest are forgotten, as those of a prompt that was abandoned.</summary>
    public const int WaitingMax = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<BlockKey, TokenBlock> _blocks = [];
    private readonly Dictionary<BlockKey, BlockKey> _holders = [];
    private readonly Queue<(BlockKey Block, BlockKey Key)> _waiting = new();

    /// <summary>Ties a prompt's text keys to its token blocks. Those whose blocks are stored already are published at once.</summary>
    /// <param name="text">The prompt's text.</param>
    /// <param name="blocks">Keys of the prompt's full token blocks.</param>
    /// <param name="tokens">Tokens of the prompt.</param>
    /// <param name="blockTokens">Tokens of a block.</param>
    public void Tie(PromptText text, ReadOnlySpan<BlockKey> blocks, int tokens, int blockTokens)
    {
        lock (_gate)
        {
            BlockKey? parent = null;
            for (int at = 0; at < text.Keys.Length; at++)
            {
                int block = text.TokenBlockOf(at, tokens, blockTokens);
                if (block >= blocks.Length)
                {
                    return;
                }

                Tie(blocks[block], new TextBlock(parent, text.Keys[at]));
                parent = text.Keys[at];
            }
        }
    }

    public void Stored(BlockChange change)
    {
        lock (_gate)
        {
            TokenBlock block = BlockOf(change.Key);
            block.IsStored = true;
            List<TextBlock> waiting = block.TakeWaiting();
            foreach (TextBlock text in waiting)
            {
                Publish(change.Key, block, text);
            }
        }
    }

    public void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle)
    {
        lock (_gate)
        {
            if (!_blocks.Remove(change.Key, out TokenBlock? block))
            {
                return;
            }

            foreach (BlockKey key in block.Held)
            {
                _holders.Remove(key);
                publisher.Removed(key);
            }
        }
    }

    public void Reused(TimeSpan gap)
    {
    }

    private void Tie(BlockKey blockKey, TextBlock text)
    {
        if (_holders.ContainsKey(text.Key))
        {
            // Gateways may have dropped it together with a block before it, which was tied to another token block.
            publisher.Stored(text.Parent, [text.Key]);
            return;
        }

        TokenBlock block = BlockOf(blockKey);
        if (block.IsStored)
        {
            Publish(blockKey, block, text);
        }
        else if (block.Wait(text))
        {
            _waiting.Enqueue((blockKey, text.Key));
            ForgetOldest();
        }
    }

    private void Publish(BlockKey blockKey, TokenBlock block, TextBlock text)
    {
        if (_holders.Count < Limits.ResidentBlocksMax && block.Held.Count < KeysPerBlockMax && _holders.TryAdd(text.Key, blockKey))
        {
            block.Held.Add(text.Key);
            publisher.Stored(text.Parent, [text.Key]);
        }
    }

    private void ForgetOldest()
    {
        while (_waiting.Count > WaitingMax)
        {
            (BlockKey blockKey, BlockKey key) = _waiting.Dequeue();
            if (_blocks.TryGetValue(blockKey, out TokenBlock? block) && block.Forget(key) && !block.IsStored)
            {
                _blocks.Remove(blockKey);
            }
        }
    }

    private TokenBlock BlockOf(BlockKey key)
    {
        if (!_blocks.TryGetValue(key, out TokenBlock? block))
        {
            _blocks.Add(key, block = new TokenBlock());
        }

        return block;
    }

    private readonly record struct TextBlock(BlockKey? Parent, BlockKey Key);

    /// <summary>A token block that is stored, or that text waits for.</summary>
    private sealed class TokenBlock
    {
        private List<TextBlock> _waiting = [];

        public bool IsStored { get; set; }

        /// <summary>Text keys published because it is stored.</summary>
        public List<BlockKey> Held { get; } = [];

        public bool Wait(TextBlock text)
        {
            bool waits = _waiting.Count < KeysPerBlockMax && !_waiting.Contains(text);
            if (waits)
            {
                _waiting.Add(text);
            }

            return waits;
        }

        public List<TextBlock> TakeWaiting()
        {
            List<TextBlock> taken = _waiting;
            _waiting = [];
            return taken;
        }

        /// <summary>Forgets a waiting key. True if none is left.</summary>
        public bool Forget(BlockKey key)
        {
            _waiting.RemoveAll(text => text.Key == key);
            return _waiting.Count == 0;
        }
    }
}
