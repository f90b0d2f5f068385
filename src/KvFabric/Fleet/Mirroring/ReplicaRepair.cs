using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>Reads a worker's blocks until its replica is in step, however often that takes.</summary>
internal sealed class ReplicaRepair(IndexClient client, TimeProvider time, ILogger<ReplicaRepair> logger)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryMost = TimeSpan.FromSeconds(5);

    // A worker that does not answer such questions may learn to, under the same record.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    /// <summary>Returns once the replica is in step or the worker has left.</summary>
    public async Task RunAsync(WorkerReplica replica, CancellationToken left)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var backoff = new Backoff(RetryFirst, RetryMost);
        try
        {
            while (await AttemptAsync(replica, backoff.Failures == 0, left) is var end && end != Attempt.InStep)
            {
                var pause = backoff.Next();
                await Task.Delay(end == Attempt.Unanswered ? AskAgain : pause, time, left);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Nobody asks for this worker any more.
        }
    }

    private async Task<Attempt> AttemptAsync(WorkerReplica replica, bool first, CancellationToken left)
    {
        long start = time.GetTimestamp();
        try
        {
            var answer = await client.ReadAsync(replica.Worker, left);
            if (answer is null)
            {
                Say(first, FleetLog.NoIndex, replica.Worker);
                return Attempt.Unanswered;
            }

            return Enter(replica, answer, start);
        }
        catch (IOException fault)
        {
            Say(first, (to, worker) => FleetLog.RepairFailed(to, worker, fault.Message), replica.Worker);
            return Attempt.Failed;
        }
    }

    private Attempt Enter(WorkerReplica replica, BlockIndexAnswer answer, long start)
    {
        if (!BlockApplier.TryCount(answer.Runs.Span, out int blocks))
        {
            throw new IOException("the answer is broken");
        }

        if (!replica.Replace(answer))
        {
            return Attempt.Failed;
        }

        FleetLog.Repaired(logger, replica.Worker.Id, blocks, answer.Last, time.GetElapsedTime(start).TotalMilliseconds);
        return Attempt.InStep;
    }

    private void Say(bool first, Action<ILogger, string> message, WorkerRecord worker)
    {
        if (first)
        {
            message(logger, worker.Id);
        }
    }

    private enum Attempt
    {
        Failed,
        Unanswered,
        InStep,
    }
}
