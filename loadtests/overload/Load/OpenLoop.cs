namespace InferenceGateway.Overload.Load;

/// <summary>Sends requests at their times, whatever becomes of those before them.</summary>
public sealed class OpenLoop(LoadClient client, IReadOnlyList<string> keys, TimeProvider time)
{
    // Some fifty times what the gateway lets run and wait at once: beyond that something is badly wrong.
    private const int OutstandingMax = 10_000;

    private int _outstanding;

    /// <summary>Requests that were not sent, since too many were without an answer.</summary>
    public int Unsent { get; private set; }

    /// <summary>Sends them and waits for the last answer.</summary>
    /// <param name="arrivals">The requests in the order of time; their tenants are numbers of keys.</param>
    /// <param name="start">Timestamp of the beginning.</param>
    /// <param name="cancellation">Breaks off.</param>
    public async Task<Outcome[]> RunAsync(IReadOnlyList<Arrival> arrivals, long start, CancellationToken cancellation)
    {
        List<Task<Outcome>> sent = new(arrivals.Count);
        foreach (Arrival arrival in arrivals)
        {
            TimeSpan wait = TimeSpan.FromSeconds(arrival.At) - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation);
            }

            if (Volatile.Read(ref _outstanding) < OutstandingMax)
            {
                Interlocked.Increment(ref _outstanding);
                sent.Add(SendAsync(arrival, start, cancellation));
            }
            else
            {
                Unsent++;
            }
        }

        return await Task.WhenAll(sent);
    }

    private async Task<Outcome> SendAsync(Arrival arrival, long start, CancellationToken cancellation)
    {
        try
        {
            return await client.AskAsync(arrival, keys[arrival.Tenant], start, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
        }
    }
}
