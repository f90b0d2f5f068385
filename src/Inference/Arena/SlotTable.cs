using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.Arena;

/// <summary>
/// Who holds which slot. A slot is free or leased; requests that find none wait in order, in a bounded queue. The lowest free slot
/// is given out first, which keeps the batch's range dense.
/// </summary>
internal sealed class SlotTable(int slots, int waitingMax)
{
    private readonly Lock _gate = new();
    private readonly SlotLease?[] _holders = new SlotLease?[slots];
    private readonly LinkedList<TaskCompletionSource<SlotLease>> _waiting = new();

    public int Slots => slots;

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public int Leased
    {
        get
        {
            lock (_gate)
            {
                return _holders.Count(holder => holder is not null);
            }
        }
    }

    /// <summary>Leases a slot, waiting in order if there is none.</summary>
    /// <exception cref="EngineBusyException">Too many wait already.</exception>
    public async ValueTask<SlotLease> AcquireAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource<SlotLease>> place;
        lock (_gate)
        {
            if (_waiting.Count == 0 && TryLease() is { } lease)
            {
                return lease;
            }

            if (_waiting.Count >= waitingMax)
            {
                throw new EngineBusyException(waitingMax);
            }

            place = _waiting.AddLast(new TaskCompletionSource<SlotLease>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using CancellationTokenRegistration registration = cancellation.Register(() => Leave(place, cancellation));
        return await place.Value.Task;
    }

    /// <summary>Gives a slot back; a second call does nothing.</summary>
    public void Release(SlotLease lease)
    {
        lock (_gate)
        {
            if (_holders[lease.Slot] == lease)
            {
                _holders[lease.Slot] = null;
                ServeWaiting();
            }
        }
    }

    /// <summary>
    /// Leases the lowest free slot if it is below the given one, else answers null. A move must own its target before it copies: a slot that
    /// is merely free may be leased, and filled from the network, while the copy still runs.
    /// </summary>
    public SlotLease? TryLeaseBelow(int slot)
    {
        lock (_gate)
        {
            int free = Array.IndexOf(_holders, null);
            return free >= 0 && free < slot ? _holders[free] = new SlotLease { Slot = free } : null;
        }
    }

    /// <summary>Re-homes a lease to the slot of another, which ends; the slot it had is free.</summary>
    public void Move(SlotLease lease, SlotLease target)
    {
        lock (_gate)
        {
            _holders[target.Slot] = lease;
            _holders[lease.Slot] = null;
            lease.Slot = target.Slot;
            ServeWaiting();
        }
    }

    private void Leave(LinkedListNode<TaskCompletionSource<SlotLease>> place, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                place.Value.TrySetCanceled(cancellation);
            }
        }
    }

    private void ServeWaiting()
    {
        while (_waiting.First is { } first && TryLease() is { } lease)
        {
            _waiting.RemoveFirst();
            first.Value.SetResult(lease);
        }
    }

    private SlotLease? TryLease()
    {
        int free = Array.IndexOf(_holders, null);
        return free < 0 ? null : _holders[free] = new SlotLease { Slot = free };
    }
}

/// <summary>The right to one slot. Its number changes when the loop moves an active sequence into a hole.</summary>
internal sealed class SlotLease
{
    public required int Slot { get; set; }
}
