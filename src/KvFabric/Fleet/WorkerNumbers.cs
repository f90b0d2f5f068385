using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>
/// A small number for every worker of this process' view, so that what is known of workers lies in arrays and a request's path hashes no
/// names. A worker keeps its number while the directory lists it. Thread-safe.
/// </summary>
/// <param name="time">Clock of the rest below.</param>
public sealed class WorkerNumbers(TimeProvider time)
{
    /// <summary>No number: there are too many workers.</summary>
    public const int None = -1;

    // Whoever still holds the number of a worker that left must not speak of another one with it.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly string?[] _ids = new string?[Limits.WorkersMax];

    /// <summary>The number of a worker; a new one if it has none yet. Keep it beside the worker's record.</summary>
    /// <returns>0 to <see cref="Limits.WorkersMax"/> - 1, or <see cref="None"/>.</returns>
    public int Of(string workerId)
    {
        lock (_gate)
        {
            _left.Remove(workerId);
            if (!_numbers.TryGetValue(workerId, out int number))
            {
                number = _numbers.Count < Limits.WorkersMax ? _numbers.Count : TakeRested();
                if (number != None)
                {
                    _numbers.Add(workerId, number);
                    Volatile.Write(ref _ids[number], workerId);
                }
            }

            return number;
        }
    }

    /// <summary>Whose number it is; null if nobody's.</summary>
    internal string? IdOf(int number) => (uint)number < (uint)_ids.Length ? Volatile.Read(ref _ids[number]) : null;

    /// <summary>All live workers: the numbers of all others may go to new ones after a while, unless they are asked for before.</summary>
    internal void KeepOnly(WorkerSnapshot workers)
    {
        lock (_gate)
        {
            foreach (string id in _numbers.Keys.Where(id => workers.Find(id) is null))
            {
                _left.TryAdd(id, time.GetTimestamp());
            }
        }
    }

    private int TakeRested()
    {
        foreach (var (id, since) in _left)
        {
            if (time.GetElapsedTime(since) >= Rest && _numbers.Remove(id, out int number))
            {
                _left.Remove(id);
                return number;
            }
        }

        return None;
    }
}
