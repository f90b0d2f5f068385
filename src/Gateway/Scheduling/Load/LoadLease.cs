namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>
/// One request's share of a worker's load. It may be copied: the share itself lies in the worker's table, and whichever copy comes
/// first releases it, the others release nothing.
/// </summary>
public readonly struct LoadLease : IDisposable, IEquatable<LoadLease>
{
    private readonly WorkerLoad? _load;
    private readonly int _slot;
    private readonly uint _life;

    internal LoadLease(WorkerLoad load, int slot, uint life)
    {
        _load = load;
        _slot = slot;
        _life = life;
    }

    /// <summary>True for a lease that stands for nothing.</summary>
    public bool IsEmpty => _load is null;

    /// <summary>The prompt is computed: its prefill tokens are no load any more. Later calls do nothing.</summary>
    /// <returns>
    /// Seconds since the worker could begin with it, which is when no older prompt was left; null when an older one is still left, or
    /// when this lease has no prompt.
    /// </returns>
    public double? FirstToken() => _load?.EndPrefill(_slot, _life);

    /// <summary>The request is over: nothing of it is load any more. Later calls do nothing.</summary>
    public void Dispose() => _load?.Release(_slot, _life);

    /// <inheritdoc/>
    public bool Equals(LoadLease other) => ReferenceEquals(_load, other._load) && _slot == other._slot && _life == other._life;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LoadLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_load, _slot, _life);

    /// <summary>Same share.</summary>
    public static bool operator ==(LoadLease left, LoadLease right) => left.Equals(right);

    /// <summary>Another share.</summary>
    public static bool operator !=(LoadLease left, LoadLease right) => !left.Equals(right);
}
