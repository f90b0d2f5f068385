using System.Collections.Concurrent;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling.Sessions;

/// <summary>
/// Remembers which worker served a session last. Two generations: a full or aged young one becomes the old one, and what was not asked
/// for since then goes with the one before it.
/// </summary>
/// <param name="sessionsMax">Most sessions remembered, at least 2.</param>
/// <param name="lifetime">A session unused for this long may be forgotten, and is at twice of it.</param>
/// <param name="time">The clock.</param>
public sealed class SessionMemory(int sessionsMax, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<string, WorkerLoad> _young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, WorkerLoad> _old = new(StringComparer.Ordinal);
    private int _youngCount;
    private long _youngSince = time.GetTimestamp();

    /// <summary>The worker that served the session last, or null.</summary>
    public WorkerLoad? Find(string session)
    {
        Age();
        return _young.GetValueOrDefault(session) ?? _old.GetValueOrDefault(session);
    }

    /// <summary>A worker serves the session now.</summary>
    public void Remember(string session, WorkerLoad worker)
    {
        Age();
        if (_young.TryAdd(session, worker))
        {
            Interlocked.Increment(ref _youngCount);
        }
        else
        {
            _young[session] = worker;
        }
    }

    private void Age()
    {
        if (Volatile.Read(ref _youngCount) < sessionsMax / 2 && time.GetElapsedTime(Interlocked.Read(ref _youngSince)) < lifetime)
        {
            return;
        }

        lock (_gate)
        {
            if (_youngCount >= sessionsMax / 2 || time.GetElapsedTime(_youngSince) >= lifetime)
            {
                _old = _young;
                _young = new ConcurrentDictionary<string, WorkerLoad>(StringComparer.Ordinal);
                _youngCount = 0;
                Interlocked.Exchange(ref _youngSince, time.GetTimestamp());
            }
        }
    }
}
