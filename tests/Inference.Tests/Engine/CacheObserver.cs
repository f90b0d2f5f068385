using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.PrefixCache;

namespace InferenceGateway.Inference.Tests.Engine;

/// <summary>Counts what an engine says of its prefix cache, and remembers every change of its blocks.</summary>
public sealed class CacheObserver : IEngineObserver, IBlockObserver
{
    private readonly Lock _gate = new();
    private readonly List<(bool Stored, BlockChange Change)> _changes = [];
    private int _asked;
    private int _found;
    private int _computed;

    /// <summary>Prompt tokens looked up.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Prompt tokens that came from the cache.</summary>
    public int Found => Volatile.Read(ref _found);

    /// <summary>Prompt tokens computed.</summary>
    public int Computed => Volatile.Read(ref _computed);

    public IReadOnlyList<(bool Stored, BlockChange Change)> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    public void PrefixLookup(int asked, int found)
    {
        Interlocked.Add(ref _asked, asked);
        Interlocked.Add(ref _found, found);
    }

    public void PrefillStep(int tokens, TimeSpan elapsed) => Interlocked.Add(ref _computed, tokens);

    public void DecodeStep(int sequences, TimeSpan elapsed) { }

    public void Stored(BlockChange change) => Note(stored: true, change);

    public void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle) => Note(stored: false, change);

    public void Reused(TimeSpan gap) { }

    private void Note(bool stored, BlockChange change)
    {
        lock (_gate)
        {
            _changes.Add((stored, change));
        }
    }
}
