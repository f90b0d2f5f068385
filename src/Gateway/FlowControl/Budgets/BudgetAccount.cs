using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>
/// What this gateway holds of one tenant's budget. Requests are served from what was leased; a lease is renewed in the background
/// before it is used up, and a request waits for the ledger only when nothing is at hand.
/// </summary>
internal sealed class BudgetAccount
{
    private readonly string _tenant;
    private readonly long _budget;
    private readonly long _ahead;
    private readonly BudgetSource _source;
    private readonly Lock _lock = new();
    private Purse _purse;
    private Task? _leasing;

    // A ledger that could not be asked, or that had too little, is not asked again at once.
    private long _pausedUntil = long.MinValue;

    // The ledger could not be asked the last time; then this gateway grants a part by itself.
    private bool _alone;

    public BudgetAccount(string tenant, long budget, BudgetSource source)
    {
        _tenant = tenant;
        _budget = budget;
        _source = source;
        _ahead = Math.Max(1, (long)(budget * source.Options.LeaseShare));
        _purse = new Purse { Window = source.Window, LeftElsewhere = budget };
    }

    /// <summary>Tokens that are left of the budget, as far as this gateway knows.</summary>
    public long Left
    {
        get
        {
            lock (_lock)
            {
                Roll();
                return Math.Clamp(_purse.Free + _purse.Returning + _purse.LeftElsewhere, 0, _budget);
            }
        }
    }

    private bool IsPaused => _source.Time.GetTimestamp() < _pausedUntil;

    // A lease is given back in part when it has grown beyond this by what requests did not need.
    private long Surplus => _purse.Free > 4 * _ahead ? _purse.Free - _ahead : 0;

    /// <summary>Sets tokens aside.</summary>
    /// <exception cref="OpenAiException">429: not enough is left.</exception>
    public async ValueTask<BudgetMeter> ReserveAsync(BudgetAsk ask, CancellationToken cancellation)
    {
        long wanted = Math.Max(1, ask.Prompt + ask.Answer);
        long least = ask.CanBeCut ? Math.Min(wanted, ask.Prompt + 1) : wanted;
        BudgetMeter? meter = TryReserve(ask.Prompt, wanted, wanted);

        // Twice, since the lease under way may be another request's, or others may be faster in taking it.
        for (int attempt = 0; meter is null && attempt < 2; attempt++)
        {
            await StartLease(wanted).WaitAsync(cancellation);
            meter = TryReserve(ask.Prompt, wanted, least);
        }

        return meter ?? throw new OpenAiException(_source.Refuse());
    }

    /// <summary>
    /// More for a running stream, charged to the window it is taken in. It never waits: when nothing is at hand it borrows from what
    /// the ledger had left when it was last asked, and the lease that is then under way pays that back.
    /// </summary>
    /// <returns>Up to <paramref name="tokens"/>; 0 when nothing is.</returns>
    public long TakeMore(long tokens)
    {
        lock (_lock)
        {
            Roll();
            long within = _purse.Free + (_alone ? 0 : _purse.LeftElsewhere);
            long taken = Math.Clamp(tokens, 0, Math.Max(0, within));
            _purse.Used += taken;
            Replenish();
            return taken;
        }
    }

    /// <summary>A request ended: so many tokens had been set aside for it and so many it took. After its window this changes nothing.</summary>
    public void Settle(long window, long reserved, long actual)
    {
        lock (_lock)
        {
            Roll();
            _purse.Used += window == _purse.Window ? actual - reserved : 0;
            Replenish();
        }
    }

    public void CountCut() => _source.CountCut();

    private BudgetMeter? TryReserve(long prompt, long wanted, long least)
    {
        lock (_lock)
        {
            Roll();
            if (_purse.Free < least)
            {
                return null;
            }

            long taken = Math.Min(wanted, _purse.Free);
            _purse.Used += taken;
            Replenish();
            return new BudgetMeter(this, _purse.Window, prompt, taken);
        }
    }

    private void Replenish()
    {
        bool little = _purse.Free < _ahead / 2 && _purse.LeftElsewhere > 0;
        if ((little || Surplus > 0) && _leasing is null && !IsPaused)
        {
            StartLease(0);
        }
    }

    /// <summary>One lease at a time; whoever needs one waits for the one under way.</summary>
    private Task StartLease(long wanted)
    {
        lock (_lock)
        {
            if (_leasing is null && IsPaused)
            {
                GrantAlone(wanted);
                return Task.CompletedTask;
            }

            return _leasing ??= LeaseAsync(wanted);
        }
    }

    private async Task LeaseAsync(long wanted)
    {
        // Off the caller's lock and path.
        await Task.Yield();
        LeaseRequest request;
        long surplus;
        lock (_lock)
        {
            Roll();
            surplus = Surplus;
            _purse.Leased -= surplus;
            _purse.Returning = surplus;
            request = new LeaseRequest(
                _tenant, _purse.Window, _budget, Math.Max(0, wanted - _purse.Free), surplus > 0 ? 0 : _ahead, _purse.Unreported - surplus);
        }

        Lease? lease = await _source.TryLeaseAsync(request);
        lock (_lock)
        {
            _leasing = null;
            Roll();
            if (request.Window == _purse.Window)
            {
                Take(request, lease, surplus, wanted);
            }
        }
    }

    private void Take(in LeaseRequest request, Lease? lease, long surplus, long wanted)
    {
        _alone = lease is null;
        _purse.Returning = 0;
        if (lease is { } granted)
        {
            _purse.Leased += granted.Granted;
            _purse.LeftElsewhere = granted.Left;
            _purse.Unreported = 0;
        }
        else
        {
            _purse.Leased += surplus;
        }

        if (_alone || lease?.Granted < request.Need)
        {
            _pausedUntil = _source.PauseEnd;
            GrantAlone(wanted);
        }
    }

    // Also ahead of need, so that running streams find something.
    private void GrantAlone(long wanted)
    {
        if (!_alone)
        {
            return;
        }

        long most = (long)(_budget * _source.Options.LocalShare) - _purse.Alone;
        long granted = Math.Clamp(wanted + _ahead - _purse.Free, 0, Math.Max(0, most));
        _purse.Alone += granted;
        _purse.Leased += granted;
        _purse.Unreported += granted;
        _source.CountAlone(granted);
    }

    private void Roll()
    {
        long window = _source.Window;
        if (window != _purse.Window)
        {
            // What was taken beyond the last window's budget is owed in this one.
            _purse = new Purse { Window = window, Used = Math.Max(0, -_purse.Free), LeftElsewhere = _budget };
            _pausedUntil = _alone ? _pausedUntil : long.MinValue;
        }
    }

    /// <summary>What there is in one window.</summary>
    private struct Purse
    {
        public long Window;

        /// <summary>Tokens that are this gateway's.</summary>
        public long Leased;

        /// <summary>Tokens of those that were set aside or taken.</summary>
        public long Used;

        /// <summary>Tokens on their way back to the ledger: nobody's just now, and not gone.</summary>
        public long Returning;

        /// <summary>Tokens that were granted without the ledger.</summary>
        public long Alone;

        /// <summary>Tokens of those that the ledger does not know of yet.</summary>
        public long Unreported;

        /// <summary>Tokens that were anybody's when the ledger was last asked.</summary>
        public long LeftElsewhere;

        public readonly long Free => Leased - Used;
    }
}
