using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.FlowControl.Saturation;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>The requests of one model: those that run are counted, those that wait are in bands. One lock, held for microseconds.</summary>
internal sealed class PoolQueue(string model, ISaturation saturation, FlowControlOptions options, PoolMetrics metrics, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Bands _bands = new(options);
    private readonly ServiceRate _rate = new(time);
    private int _running;
    private long _runningTokens;
    private bool _closed;
    private bool _retired;

    public PoolPressure Pressure
    {
        get
        {
            lock (_lock)
            {
                return new PoolPressure(saturation.CapacityOf(model), _running, _runningTokens, _bands.Count, _bands.Tokens);
            }
        }
    }

    /// <summary>Lets the request run or wait.</summary>
    /// <returns>False when this object has been given up and the model has another.</returns>
    /// <exception cref="OpenAiException">It may do neither.</exception>
    public bool TryAdmit(in AdmissionRequest request, TenantLoad? load, out AdmissionPermit? permit, out Waiter? waiter)
    {
        (permit, waiter) = (null, null);
        lock (_lock)
        {
            if (_retired)
            {
                return false;
            }

            PoolCapacity capacity = saturation.CapacityOf(model);
            if (_bands.Count == 0 && Fits(capacity, request.Tokens))
            {
                permit = Start(request.Tokens, null, load);
                metrics.ObserveWait(request.Priority, 0);
            }
            else
            {
                waiter = Enqueue(request, capacity, load);
            }

            return true;
        }
    }

    /// <summary>A request ended.</summary>
    public void Release(long tokens, long actual, TenantLine? line)
    {
        lock (_lock)
        {
            _running--;
            _runningTokens -= tokens;
            _rate.Record(tokens);
            if (line is not null)
            {
                line.Debt += actual - tokens;
            }

            Pump();
        }
    }

    /// <summary>The pool's workers may have changed.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            Pump();
        }
    }

    /// <summary>A request has waited for as long as it may.</summary>
    public void Expire(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Waits)
            {
                TakeOut(waiter);
                bool empty = saturation.CapacityOf(model).Workers == 0;
                waiter.Refuse(Refuse(empty ? RejectReason.NoWorker : RejectReason.Timeout, Estimate(0)));
                Pump();
            }
        }
    }

    /// <summary>A request's client has left.</summary>
    public void Abandon(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (waiter.Waits)
            {
                TakeOut(waiter);
                waiter.Cancel(cancellation);
                // It may have been the one that all others waited behind.
                Pump();
            }
        }
    }

    /// <summary>Answers all who wait, and lets nobody wait any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_bands.First is { } waiter)
            {
                TakeOut(waiter);
                waiter.Refuse(Refuse(RejectReason.Stopping, null));
            }
        }
    }

    /// <summary>Gives this object up if its model has no workers and nothing is under way.</summary>
    public bool TryRetire()
    {
        lock (_lock)
        {
            _retired = _retired || (_running == 0 && _bands.Count == 0 && saturation.CapacityOf(model).Workers == 0);
            return _retired;
        }
    }

    public OpenAiException Refuse(RejectReason reason, double? seconds)
    {
        metrics.CountRejected(reason);
        return new OpenAiException(Rejection.Of(reason, model, seconds));
    }

    // A request larger than the whole pool may run alone.
    private bool Fits(in PoolCapacity capacity, long tokens) =>
        _running < capacity.Requests && (_running == 0 || _runningTokens + tokens <= capacity.Tokens);

    private AdmissionPermit Start(long tokens, TenantLine? line, TenantLoad? load)
    {
        _running++;
        _runningTokens += tokens;
        return new AdmissionPermit(this, tokens, line, load);
    }

    private Waiter Enqueue(in AdmissionRequest request, in PoolCapacity capacity, TenantLoad? load)
    {
        TimeSpan limit = Limit(request, capacity);
        CheckRoom(request, limit, capacity);
        var waiter = new Waiter(this, request.Priority, request.Tokens, limit, time.GetTimestamp(), load);
        _bands.Add(waiter, request);
        _rate.SetBusy(true);
        Report(request.Priority);
        return waiter;
    }

    private TimeSpan Limit(in AdmissionRequest request, in PoolCapacity capacity)
    {
        TimeSpan limit = capacity.Workers == 0 ? options.WaitForWorkers : request.Tenant.QueueTimeout ?? options.QueueTimeout;
        return request.Deadline < limit ? request.Deadline.Value : limit;
    }

    private void CheckRoom(in AdmissionRequest request, TimeSpan limit, in PoolCapacity capacity)
    {
        Band band = _bands.Of(request.Priority);
        double? wait = Estimate(_bands.TokensAhead(request));
        RejectReason? reason =
            _closed ? RejectReason.Stopping
            : capacity.Workers == 0 && options.WaitForWorkers == TimeSpan.Zero ? RejectReason.NoWorker
            : band.Count >= options.QueueMax || band.Tokens + request.Tokens > options.QueuedTokensMax ? RejectReason.QueueFull
            : band.CountOf(request.Tenant) >= options.QueuePerTenantMax ? RejectReason.TenantQueueFull
            : capacity.Workers > 0 && wait > limit.TotalSeconds ? RejectReason.DeadlineUnreachable
            : null;
        if (reason is { } known)
        {
            throw Refuse(known, wait);
        }
    }

    /// <summary>Seconds until so many tokens are done; null while the rate is not known.</summary>
    private double? Estimate(double tokens) =>
        _rate.TokensPerSecond is { } rate ? tokens / Math.Max(rate, 1e-6) : null;

    private void Pump()
    {
        PoolCapacity capacity = saturation.CapacityOf(model);
        while (_bands.First is { } waiter && Fits(capacity, waiter.Tokens))
        {
            _bands.Take();
            Report(waiter.Priority);
            metrics.ObserveWait(waiter.Priority, time.GetElapsedTime(waiter.Since).TotalSeconds);
            waiter.Admit(Start(waiter.Tokens, waiter.Line, waiter.Load));
        }

        _rate.SetBusy(_bands.Count > 0);
    }

    private void TakeOut(Waiter waiter)
    {
        _bands.Remove(waiter);
        waiter.Load?.Leave();
        Report(waiter.Priority);
    }

    private void Report(RequestPriority priority) => metrics.SetDepth(priority, _bands.Of(priority).Count, _bands.Tokens);
}
