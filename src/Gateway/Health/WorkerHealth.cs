using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.Gateway.Health;

/// <summary>How a request to a worker went, as far as it speaks of the worker.</summary>
public enum Verdict
{
    /// <summary>It answered.</summary>
    Good,

    /// <summary>It failed, died or fell silent.</summary>
    Bad,

    /// <summary>No connection could be made: there is nobody.</summary>
    Unreachable,
}

/// <summary>
/// A circuit breaker for one worker. Closed: it gets requests. Open: it gets none until its time is over. Then one request is let through;
/// if that goes well the breaker closes, otherwise it opens for twice as long. Thread-safe.
/// </summary>
/// <param name="worker">The worker's name.</param>
/// <param name="role">Its pool.</param>
/// <param name="model">The model it serves.</param>
/// <param name="options">When it opens, and for how long.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerHealth(string worker, WorkerRole role, string model, HealthOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _since = time.GetTimestamp();
    private int _failuresInRow;
    private int _judged;
    private int _failed;
    private int _ejections;
    private long _openUntil;
    private bool _probing;
    private volatile bool _open;

    /// <summary>The worker's name.</summary>
    public string Worker { get; } = worker;

    /// <summary>Its pool.</summary>
    public WorkerRole Role { get; } = role;

    /// <summary>The model it serves.</summary>
    public string Model { get; } = model;

    /// <summary>True while it is left out, the time of a probe included.</summary>
    public bool IsOpen => _open;

    /// <summary>Time since the worker appeared.</summary>
    public TimeSpan Age => time.GetElapsedTime(_since);

    /// <summary>Whether it may get a request now. Asks without changing anything: many candidates are looked at, one is taken.</summary>
    public bool Allows()
    {
        if (!_open)
        {
            return true;
        }

        lock (_gate)
        {
            return !_open || (!_probing && time.GetTimestamp() >= _openUntil);
        }
    }

    /// <summary>A request is sent to it: when it was left out, that is the probe.</summary>
    public void Sent()
    {
        if (_open)
        {
            lock (_gate)
            {
                _probing = _open;
            }
        }
    }

    /// <summary>A request is over, whether it was judged or not: if it was the probe and told nothing, the next one may be.</summary>
    public void ProbeOver()
    {
        if (_open)
        {
            lock (_gate)
            {
                _probing = false;
            }
        }
    }

    /// <summary>A request is over.</summary>
    /// <param name="verdict">How it went.</param>
    /// <returns>True when the worker was let in or left out by it.</returns>
    public bool Judge(Verdict verdict)
    {
        lock (_gate)
        {
            _probing = false;
            return verdict == Verdict.Good ? Succeed() : Fail(verdict);
        }
    }

    private bool Succeed()
    {
        bool closes = _open;
        _failuresInRow = 0;
        if (closes)
        {
            _open = false;
            (_judged, _failed) = (0, 0);
        }

        Count(failed: false);
        if (_failed == 0 && _judged >= options.RequestsToJudge)
        {
            _ejections = 0;
        }

        return closes;
    }

    private bool Fail(Verdict verdict)
    {
        _failuresInRow++;
        Count(failed: true);
        bool eject = _open
            || verdict == Verdict.Unreachable
            || _failuresInRow >= options.FailuresToEject
            || (_judged >= options.RequestsToJudge && options.FailurePercentToEject < 100 && 100 * _failed > options.FailurePercentToEject * _judged);
        bool opens = eject && !_open;
        if (eject)
        {
            Open();
        }

        return opens;
    }

    private void Open()
    {
        double seconds = Math.Min(options.EjectionTime.TotalSeconds * Math.Pow(2, Math.Min(_ejections, 20)), options.EjectionTimeMax.TotalSeconds);
        _ejections++;
        _openUntil = time.GetTimestamp() + (long)(seconds * time.TimestampFrequency);
        _open = true;
    }

    /// <summary>Counts over a window that is halved when it is full, so that old failures fade.</summary>
    private void Count(bool failed)
    {
        _judged++;
        _failed += failed ? 1 : 0;
        if (_judged >= 4 * options.RequestsToJudge)
        {
            _judged /= 2;
            _failed /= 2;
        }
    }
}
