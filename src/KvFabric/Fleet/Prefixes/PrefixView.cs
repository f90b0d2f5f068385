using System.Collections.Concurrent;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet.Prefixes;

/// <summary>The prefixes of all models, filled by <see cref="Mirroring.FleetMirror"/>.</summary>
internal sealed class PrefixView(IOptions<FleetOptions> options, TimeProvider time) : IPrefixView, IDisposable
{
    private readonly ConcurrentDictionary<string, ModelPrefixes> _models = new(StringComparer.Ordinal);
    private readonly bool[] _current = new bool[Limits.WorkersMax];

    public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> workers, Span<int> depths)
    {
        if (!_models.TryGetValue(model, out var prefixes))
        {
            depths[..workers.Length].Clear();
            return;
        }

        prefixes.Index.Match(keys, workers, depths);
        prefixes.Expected.Raise(keys, workers, depths);
    }

    public void Expect(string model, int worker, ReadOnlySpan<BlockKey> keys)
    {
        // A model that no worker registered is a client's invention.
        if (_models.TryGetValue(model, out var prefixes))
        {
            prefixes.Expected.Add(worker, keys);
        }
    }

    public bool IsCurrent(int worker) => (uint)worker < (uint)_current.Length && Volatile.Read(ref _current[worker]);

    public void SetCurrent(int worker, bool current) => Volatile.Write(ref _current[worker], current);

    /// <summary>The prefixes of a model that a worker registered.</summary>
    public ModelPrefixes Of(string model) => _models.GetOrAdd(model, static (_, self) => self.New(), this);

    /// <summary>Forgets models that nobody serves any more.</summary>
    public void KeepOnly(IReadOnlySet<string> served)
    {
        foreach (string model in _models.Keys.Where(model => !served.Contains(model)))
        {
            // Not disposed: somebody may be asking it at this moment.
            _models.TryRemove(model, out _);
        }
    }

    public void Dispose()
    {
        foreach (var prefixes in _models.Values)
        {
            prefixes.Dispose();
        }
    }

    private ModelPrefixes New() => new(options.Value, time);
}
