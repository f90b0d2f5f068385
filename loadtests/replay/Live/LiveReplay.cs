using System.Collections.Concurrent;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Live;

/// <summary>Sends a trace's requests at its own times, however slow the answers are.</summary>
public static class LiveReplay
{
    /// <summary>Replays it and waits for the last answer.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="trace">What.</param>
    /// <param name="slo">What counts as served well.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Breaks off.</param>
    public static async Task<RunReport> RunAsync(
        LiveTarget target, Trace trace, Slo slo, TimeProvider time, Progress progress, CancellationToken cancellation)
    {
        using LiveClient client = new(target, time);
        RequestRecord[] records = [.. trace.Requests.Select(request => new RequestRecord(request))];
        ConcurrentDictionary<string, int> workers = new(StringComparer.Ordinal);
        LogHistogram gaps = new();
        List<Task> sent = new(records.Length);
        int outstanding = 0;
        int done = 0;
        long start = time.GetTimestamp();
        for (int number = 0; number < records.Length; number++)
        {
            RequestRecord record = records[number];
            TimeSpan wait = TimeSpan.FromSeconds(record.Request.At) - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation);
            }

            if (Volatile.Read(ref outstanding) < target.OutstandingMax)
            {
                Interlocked.Increment(ref outstanding);
                sent.Add(SendAsync(record, number));
            }
        }

        await Task.WhenAll(sent);
        progress.Clear();
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        return RunReport.Of(target.Model, records, gaps, slo, seconds, seconds) with
        {
            BusiestByMean = workers.IsEmpty ? null : workers.Values.Max() / workers.Values.Average(),
        };

        async Task SendAsync(RequestRecord record, int number)
        {
            string text = PromptText.Of(record.Request, number, trace.BlockTokens, target.BytesPerToken);
            string? worker = await client.AskAsync(record, text, gaps, cancellation);
            if (worker is not null)
            {
                workers.AddOrUpdate(worker, 1, (_, count) => count + 1);
            }

            record.End ??= RequestEnd.Failed;
            Interlocked.Decrement(ref outstanding);
            progress.Report(target.Model, Interlocked.Increment(ref done), records.Length);
        }
    }
}
