using System.Threading.Channels;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>
/// What the mirror has to read again: single workers, or everything. It is bounded: beyond
/// <see cref="PendingMax"/> announcements a full read is cheaper anyway.
/// </summary>
internal sealed class ChangeQueue
{
    /// <summary>Most single workers that wait to be read.</summary>
    public const int PendingMax = 256;

    private readonly Lock _lock = new();
    // A signal that stays set: one token, further ones are dropped.
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<WorkerAddress, bool> _pending = [];
    private bool _everything;

    /// <summary>One worker changed, or said goodbye.</summary>
    public void Add(WorkerAddress worker, bool removed)
    {
        lock (_lock)
        {
            _everything |= _pending.Count >= PendingMax;
            if (!_everything)
            {
                _pending[worker] = removed || _pending.GetValueOrDefault(worker);
            }

            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Anything may have changed.</summary>
    public void AddEverything()
    {
        lock (_lock)
        {
            _everything = true;
            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Empties the queue; the value of a worker says whether it said goodbye.</summary>
    public (bool Everything, IReadOnlyDictionary<WorkerAddress, bool> Workers) Take()
    {
        lock (_lock)
        {
            var taken = (_everything, _pending);
            (_everything, _pending) = (false, []);
            return taken;
        }
    }

    /// <summary>Waits for a change, at most that long. False if the time ran out.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await _signal.Reader.ReadAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
