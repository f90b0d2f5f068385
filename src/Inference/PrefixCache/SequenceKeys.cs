using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>
/// Block keys of one sequence. Those of its prompt are computed where it is created, on the request's thread; those of its answer when
/// they are asked for.
/// </summary>
internal sealed class SequenceKeys
{
    private readonly BlockChain _chain;
    private readonly int _reusable;
    private BlockKey[] _keys;

    public SequenceKeys(BlockChain chain, ReadOnlySpan<int> prompt)
    {
        _chain = chain;
        _reusable = chain.ReusableBlocks(prompt.Length);
        _keys = new BlockKey[chain.FullBlocks(prompt.Length)];
        chain.Compute(prompt, _keys);
    }

    /// <summary>Keys of the prompt's blocks that may come from the cache.</summary>
    public ReadOnlySpan<BlockKey> Reusable => _keys.AsSpan(0, _reusable);

    /// <summary>Keys of all blocks that these tokens of the sequence fill.</summary>
    /// <param name="tokens">The sequence from its beginning: its prompt or a part of it, or all of it and some of its answer.</param>
    public ReadOnlySpan<BlockKey> Of(ReadOnlySpan<int> tokens)
    {
        int full = _chain.FullBlocks(tokens.Length);
        int known = _keys.Length;
        if (full > known)
        {
            Array.Resize(ref _keys, full);
        }

        for (int block = known; block < full; block++)
        {
            BlockKey before = block == 0 ? _chain.Seed : _keys[block - 1];
            _keys[block] = before.Next(tokens.Slice(block * _chain.BlockTokens, _chain.BlockTokens));
        }

        return _keys.AsSpan(0, full);
    }
}
