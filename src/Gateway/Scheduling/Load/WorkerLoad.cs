namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>
/// What is known of one worker beyond its record: this gateway's requests in flight, those of other gateways, and the engine's own
/// words. Outlives the record, so that a change of it loses no count.
/// </summary>
public sealed class WorkerLoad
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<WorkerLoad> _changed;
    private Share[] _shares = new Share[8];
    private int _used;
    private int _free = None;
    private int _firstPrefill = None;
    private int _lastPrefill = None;
    private int _requests;
    private int _prefills;
    private long _prefillTokens;
    private long _decodeTokens;
    private long _headTokens;
    private long _headSince;
    private long _picks;
    private EngineWords? _engine;
    private FleetLoad _others = FleetLoad.None;
    private bool _unready;

    internal WorkerLoad(string id, int ordinal, TimeProvider time, Action<WorkerLoad> changed)
    {
        Id = id;
        Ordinal = ordinal;
        _time = time;
        _changed = changed;
    }

    /// <summary>The worker's name.</summary>
    public string Id { get; }

    /// <summary>A small number that no other worker has, for tables by worker.</summary>
    public int Ordinal { get; }

    /// <summary>This gateway's requests in flight there.</summary>
    public InFlight Own => new(
        Volatile.Read(ref _requests),
        Volatile.Read(ref _prefills),
        Volatile.Read(ref _prefillTokens),
        Volatile.Read(ref _decodeTokens));

    /// <summary>Requests of other gateways in flight there.</summary>
    public InFlight Others
    {
        get => Volatile.Read(ref _others).InFlight;
        set => Volatile.Write(ref _others, new FleetLoad(value));
    }

    /// <summary>What the engine last said; null while it said nothing.</summary>
    public EngineState? Engine
    {
        get => Volatile.Read(ref _engine)?.State;
        set => Volatile.Write(ref _engine, value is { } state ? new EngineWords(state) : null);
    }

    /// <summary>False while requests should rather not go there, for example after failures.</summary>
    public bool Ready
    {
        get => !Volatile.Read(ref _unready);
        set => Volatile.Write(ref _unready, !value);
    }

    /// <summary>Tokens of the oldest prompt that waits for its first token here; 0 when none does.</summary>
    public long HeadTokens => Volatile.Read(ref _headTokens);

    /// <summary>Since when that prompt is the oldest, as a timestamp of the clock.</summary>
    public long HeadSince => Volatile.Read(ref _headSince);

    /// <summary>How often it was chosen.</summary>
    public long Picks => Volatile.Read(ref _picks);

    /// <summary>Counts a request in from its routing until the lease is disposed.</summary>
    /// <param name="prefillTokens">Prompt tokens it has to compute there, 0 when another worker does; load until the first token.</param>
    /// <param name="decodeTokens">Tokens it will hold there, 0 when it is only computed there; load until the end.</param>
    public LoadLease Take(long prefillTokens, long decodeTokens)
    {
        lock (_gate)
        {
            int slot = TakeSlot();
            ref Share share = ref _shares[slot];
            share.PrefillTokens = prefillTokens;
            share.DecodeTokens = decodeTokens;
            _requests++;
            Interlocked.Add(ref _decodeTokens, decodeTokens);
            if (prefillTokens > 0)
            {
                Enqueue(slot, prefillTokens);
            }

            _changed(this);
            return new LoadLease(this, slot, share.Life);
        }
    }

    /// <summary>Counts a choice of this worker.</summary>
    public void CountPick() => Interlocked.Increment(ref _picks);

    internal double? EndPrefill(int slot, uint life)
    {
        lock (_gate)
        {
            if (_shares[slot].Life != life || !_shares[slot].Queued)
            {
                return null;
            }

            double? seconds = _firstPrefill == slot ? _time.GetElapsedTime(_headSince).TotalSeconds : null;
            Dequeue(slot);
            _changed(this);
            return seconds;
        }
    }

    internal void Release(int slot, uint life)
    {
        lock (_gate)
        {
            ref Share share = ref _shares[slot];
            if (share.Life != life)
            {
                return;
            }

            Dequeue(slot);
            _requests--;
            Interlocked.Add(ref _decodeTokens, -share.DecodeTokens);
            share = new Share { Life = life + 1, Next = _free };
            _free = slot;
            _changed(this);
        }
    }

    private int TakeSlot()
    {
        if (_free != None)
        {
            int slot = _free;
            _free = _shares[slot].Next;
            return slot;
        }

        if (_used == _shares.Length)
        {
            Array.Resize(ref _shares, 2 * _used);
        }

        // Lives begin at 1, so that a default lease fits none.
        _shares[_used].Life = 1;
        return _used++;
    }

    private void Enqueue(int slot, long tokens)
    {
        ref Share share = ref _shares[slot];
        share.Queued = true;
        share.Next = None;
        share.Previous = _lastPrefill;
        if (_lastPrefill == None)
        {
            _firstPrefill = slot;
        }
        else
        {
            _shares[_lastPrefill].Next = slot;
        }

        _lastPrefill = slot;
        _prefills++;
        Interlocked.Add(ref _prefillTokens, tokens);
        if (_firstPrefill == slot)
        {
            SetHead();
        }
    }

    private void Dequeue(int slot)
    {
        ref Share share = ref _shares[slot];
        if (!share.Queued)
        {
            return;
        }

        share.Queued = false;
        bool wasFirst = _firstPrefill == slot;
        (share.Previous == None ? ref _firstPrefill : ref _shares[share.Previous].Next) = share.Next;
        (share.Next == None ? ref _lastPrefill : ref _shares[share.Next].Previous) = share.Previous;
        _prefills--;
        Interlocked.Add(ref _prefillTokens, -share.PrefillTokens);
        if (wasFirst)
        {
            SetHead();
        }
    }

    private void SetHead()
    {
        Volatile.Write(ref _headTokens, _firstPrefill == None ? 0 : _shares[_firstPrefill].PrefillTokens);
        Volatile.Write(ref _headSince, _time.GetTimestamp());
    }

    private struct Share
    {
        public long PrefillTokens;
        public long DecodeTokens;
        public int Next;
        public int Previous;
        public uint Life;
        public bool Queued;
    }

    private sealed record EngineWords(EngineState State);

    /// <summary>In a reference, so that four numbers change at once.</summary>
    private sealed record FleetLoad(InFlight InFlight)
    {
        public static FleetLoad None { get; } = new(default(InFlight));
    }
}
