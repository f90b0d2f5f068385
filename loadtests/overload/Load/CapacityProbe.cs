namespace InferenceGateway.Overload.Load;

/// <summary>What the pool can serve in a second.</summary>
/// <param name="Requests">Requests per second.</param>
/// <param name="Tokens">Tokens per second, prompts and answers.</param>
public readonly record struct Capacity(double Requests, double Tokens);

/// <summary>Measures what can be served: more clients than places, each asking again when it has its answer.</summary>
public sealed class CapacityProbe(LoadClient client, string key, TimeProvider time)
{
    // Of the measured time: until every place is taken and answers have fallen out of step.
    private const double LeadIn = 0.25;

    /// <summary>Measures it.</summary>
    /// <param name="clients">Clients; more than requests may run at once.</param>
    /// <param name="seconds">For how long, the lead-in aside.</param>
    /// <param name="seed">Seeds the lengths.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="OverloadException">Nothing was served.</exception>
    public async Task<Capacity> MeasureAsync(int clients, double seconds, int seed, CancellationToken cancellation)
    {
        double begin = LeadIn * seconds;
        double end = begin + seconds;
        long start = time.GetTimestamp();
        Outcome[][] all = await Task.WhenAll(Enumerable.Range(0, clients).Select(number => AskUntilAsync(end, start, new Random(seed + number), cancellation)));
        Outcome[] counted = [.. all.SelectMany(own => own).Where(outcome => outcome.Served && outcome.EndedAt >= begin && outcome.EndedAt < end)];
        return counted.Length > 0
            ? new Capacity(counted.Length / seconds, counted.Sum(outcome => outcome.Tokens) / seconds)
            : throw new OverloadException($"Nothing was served within {seconds:0.#} s while the capacity was measured.");
    }

    private async Task<Outcome[]> AskUntilAsync(double end, long start, Random random, CancellationToken cancellation)
    {
        List<Outcome> outcomes = [];
        while (time.GetElapsedTime(start).TotalSeconds < end)
        {
            outcomes.Add(await client.AskAsync(Arrival.Of(time.GetElapsedTime(start).TotalSeconds, 0, random), key, start, cancellation));
        }

        return [.. outcomes];
    }
}
