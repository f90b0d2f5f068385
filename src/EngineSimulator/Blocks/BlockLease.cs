using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Blocks;

/// <summary>The blocks of one running sequence.</summary>
public sealed class BlockLease
{
    private readonly BlockPool _pool;
    private readonly BlockKey[] _keys;
    private int _shared;
    private int _own;
    private bool _ended;

    internal BlockLease(BlockPool pool, BlockKey[] keys, int hits, int own)
    {
        (_pool, _keys, _shared, _own) = (pool, keys, hits, own);
        Hits = hits;
    }

    /// <summary>First blocks of the prompt that were found in the cache.</summary>
    public int Hits { get; }

    /// <summary>The first blocks of the prompt are computed: others may reuse them.</summary>
    /// <param name="blocks">How many, counted from the prompt's beginning.</param>
    public void Fill(int blocks)
    {
        int to = Math.Min(blocks, _keys.Length);
        if (!_ended && to > _shared)
        {
            _pool.Publish(_keys, _shared, to);
            _own -= to - _shared;
            _shared = to;
        }
    }

    /// <summary>Gives all back; what was published stays in the cache. A second call does nothing.</summary>
    public void End()
    {
        if (!_ended)
        {
            _ended = true;
            _pool.Return(_keys.AsSpan(0, _shared), _own);
        }
    }

    /// <summary>Forgets the blocks without giving them back: the pool has lost everything.</summary>
    internal void Void() => _ended = true;
}
