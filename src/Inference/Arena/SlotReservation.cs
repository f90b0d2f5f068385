using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Arena;

/// <summary>What arrived in a reserved slot.</summary>
/// <param name="Tokens">Valid rows.</param>
/// <param name="Tail">What the prefill worker says beside the rows: see <see cref="HandoffTail"/>.</param>
/// <param name="Record">What was moved.</param>
public sealed record ArrivedKv(int Tokens, ReadOnlyMemory<byte> Tail, KvTransferRecord Record);

/// <summary>
/// One slot set aside for rows from another worker. Writers on network threads and the owner's give-up meet at one lock, so a slot is
/// never given to the next request while somebody still writes into it.
/// </summary>
public sealed class SlotReservation : IKvReservation, IDisposable
{
    private readonly Lock _gate = new();
    private readonly KvArena _arena;
    private readonly SlotTable _slots;
    private readonly TaskCompletionSource<ArrivedKv> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    internal SlotReservation(KvArena arena, SlotTable slots, SlotLease lease)
    {
        _arena = arena;
        _slots = slots;
        Lease = lease;
        HeadRow = new HeadRow(arena);
        _ = _arrived.Task.Exception;
    }

    /// <inheritdoc/>
    public KvLayout Layout => _arena.Layout;

    /// <inheritdoc/>
    public int Capacity => _arena.Capacity;

    /// <summary>The reserved slot.</summary>
    public int Slot => Lease.Slot;

    /// <summary>Completes when all rows and the tail are there; fails with <see cref="HandoffException"/>.</summary>
    public Task<ArrivedKv> Arrived => _arrived.Task;

    internal SlotLease Lease { get; }

    internal HeadRow HeadRow { get; }

    /// <inheritdoc/>
    public void Write(int layer, KvPart part, int head, int first, int count, ReadOnlySpan<byte> source)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (first == 0)
            {
                source[..Layout.RowBytes].CopyTo(HeadRow.Row(layer, part, head));
            }

            // Row 0 in the arena may be overwritten by a dummy row of the running batch at any time; the one set aside counts.
            _arena.Write(Lease.Slot, layer, part, head, first, count, source);
        }
    }

    /// <inheritdoc/>
    public bool Complete(int tokens, ReadOnlySpan<byte> tail, KvTransferRecord record)
    {
        lock (_gate)
        {
            return !_closed && _arrived.TrySetResult(new ArrivedKv(tokens, tail.ToArray(), record));
        }
    }

    /// <inheritdoc/>
    public void Fail(string reason) => _arrived.TrySetException(new HandoffException(reason));

    /// <summary>Gives the slot up, unless a generation has taken it over.</summary>
    public void Dispose()
    {
        if (Close())
        {
            Fail("The reservation was given up.");
            _slots.Release(Lease);
        }
    }

    /// <summary>Ends the reservation without releasing the slot: a sequence owns it from here on.</summary>
    internal void HandOver()
    {
        if (!Close())
        {
            throw new InvalidOperationException("The reservation has ended.");
        }
    }

    private bool Close()
    {
        lock (_gate)
        {
            bool first = !_closed;
            _closed = true;
            return first;
        }
    }
}
