using System.Collections.Concurrent;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Transfer;

/// <summary>A receiving engine's slots, which remember everything that was done to them.</summary>
internal sealed class Slots : IKvReservations
{
    public const long Epoch = 7;

    private readonly ConcurrentDictionary<Guid, Slot> _open = new();
    private int _claims;

    public int Claims => Volatile.Read(ref _claims);

    public (KvTicket Ticket, Slot Slot) Reserve(KvLayout layout, int capacity, string requestId = "req-1")
    {
        var slot = new Slot(layout, capacity);
        var ticket = new KvTicket
        {
            WorkerId = "decode-0",
            Epoch = Epoch,
            Slot = 0,
            Nonce = Guid.NewGuid(),
            RequestId = requestId,
            Deadline = DateTimeOffset.MaxValue,
        };
        _open[ticket.Nonce] = slot;
        return (ticket, slot);
    }

    public IKvReservation? TryClaim(Guid nonce, long epoch)
    {
        if (epoch != Epoch || !_open.TryRemove(nonce, out var slot))
        {
            return null;
        }

        Interlocked.Increment(ref _claims);
        return slot;
    }
}

/// <summary>One slot: rows by position, and how often each end was called.</summary>
internal sealed class Slot(KvLayout layout, int capacity) : IKvReservation
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _completions;
    private int _failures;

    public KvLayout Layout => layout;

    public int Capacity => capacity;

    public Rows Rows { get; } = new(layout, capacity);

    public int Writes { get; private set; }

    public byte[] Tail { get; private set; } = [];

    public KvTransferRecord? Record { get; private set; }

    public bool GivenUp { get; set; }

    public bool Breaks { get; set; }

    public (int Completions, int Failures) Ends => (Volatile.Read(ref _completions), Volatile.Read(ref _failures));

    /// <summary>The reason of the failure, or "complete".</summary>
    public Task<string> EndAsync(string what) => Eventually.DoneAsync($"the end of the slot: {what}", _ended.Task);

    public void Write(int layer, KvPart part, int head, int first, int count, ReadOnlySpan<byte> source)
    {
        if (Breaks)
        {
            throw new InvalidOperationException("the arena is broken");
        }

        Writes++;
        source.CopyTo(Rows.Of(layer, part, head, first, count));
    }

    public bool Complete(int tokens, ReadOnlySpan<byte> tail, KvTransferRecord record)
    {
        (Tail, Record) = (tail.ToArray(), record);
        Interlocked.Increment(ref _completions);
        _ended.TrySetResult("complete");
        return !GivenUp;
    }

    public void Fail(string reason)
    {
        Interlocked.Increment(ref _failures);
        _ended.TrySetResult(reason);
    }
}

/// <summary>Rows in memory.</summary>
internal sealed class Rows(KvLayout layout, int capacity) : IKvRowSource
{
    private readonly byte[] _bytes = new byte[capacity * layout.TokenBytes];

    public KvLayout Layout => layout;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static Rows Random(KvLayout layout, int tokens, int seed = 1)
    {
        var rows = new Rows(layout, tokens);
        new Random(seed).NextBytes(rows._bytes);
        return rows;
    }

    public Span<byte> Of(int layer, KvPart part, int head, int first, int count)
    {
        var row = ((((((layer * 2) + (int)part) * layout.Heads) + head) * capacity) + first) * layout.RowBytes;
        return _bytes.AsSpan(row, count * layout.RowBytes);
    }

    public void Read(int layer, KvPart part, int head, int first, int count, Span<byte> destination)
        => Of(layer, part, head, first, count).CopyTo(destination);
}
