using System.Collections.Concurrent;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.KvFabric.Fleet.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>
/// Keeps <see cref="PrefixView"/> and <see cref="FleetState"/>: follows the directory for who is there, and the models' channels for what
/// workers say. Blocks that were not heard of are read from the worker itself.
/// </summary>
internal sealed class FleetMirror(
    IWorkerView workers,
    RedisConnection connection,
    WorkerNumbers numbers,
    PrefixView prefixes,
    FleetState states,
    ReplicaRepair repair,
    IOptions<DirectoryOptions> directory,
    TimeProvider time,
    ILogger<FleetMirror> logger) : BackgroundService
{
    private readonly FleetKeys _keys = new(directory.Value.KeyPrefix);
    private readonly ConcurrentDictionary<string, FollowedWorker> _followed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var feed = new FleetFeed(connection, _keys.AllModels, time, logger);
        try
        {
            await Task.WhenAll(feed.FollowAsync(stoppingToken), ReadAsync(feed, stoppingToken), FollowWorkersAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            await Task.WhenAll(_followed.Values.Select(followed => followed.DisposeAsync().AsTask()));
        }
    }

    private async Task ReadAsync(FleetFeed feed, CancellationToken cancellation)
    {
        await foreach (var message in feed.Messages.ReadAllAsync(cancellation))
        {
            Take(message);
            if (feed.TakeDropped() is > 0 and var dropped)
            {
                FleetLog.FramesDropped(logger, dropped);
            }
        }
    }

    private async Task FollowWorkersAsync(CancellationToken cancellation)
    {
        var snapshot = workers.Current;
        while (true)
        {
            Follow(snapshot);
            long seen = snapshot.Version;
            snapshot = await workers.WaitForAsync(next => next.Version > seen, cancellation);
        }
    }

    private void Follow(WorkerSnapshot snapshot)
    {
        foreach (var (id, followed) in _followed)
        {
            if (snapshot.Find(id) is not { } worker || !followed.IsOf(worker))
            {
                Leave(id);
            }
        }

        foreach (var worker in snapshot.Workers)
        {
            int number = numbers.Of(worker.Id);
            if (number != WorkerNumbers.None && !_followed.ContainsKey(worker.Id))
            {
                var replica = new WorkerReplica(worker, number, prefixes.Of(worker.Model), prefixes);
                _followed[worker.Id] = new FollowedWorker(replica, repair);
            }
        }

        numbers.KeepOnly(snapshot);
        prefixes.KeepOnly(snapshot.Workers.Select(worker => worker.Model).ToHashSet(StringComparer.Ordinal));
    }

    private void Leave(string id)
    {
        if (_followed.TryRemove(id, out var followed))
        {
            followed.Leave();
            states.Clear(followed.Replica.Number);
        }
    }

    private void Take(in FeedMessage message)
    {
        var reader = new WireReader(message.Bytes.Span);
        if (!FleetFrame.TryRead(ref reader, out var frame) || !_keys.TryReadModel(message.Channel, out string? model))
        {
            Refuse(message, "unknown version, or cut short");
            return;
        }

        // Whoever is not in the directory yet will say it again; its blocks are read from itself.
        if (_followed.TryGetValue(frame.Sender, out var followed) && followed.Replica.Worker.Model == model)
        {
            Take(followed, frame, message, reader);
        }
    }

    private void Take(FollowedWorker followed, FleetFrame frame, in FeedMessage message, WireReader reader)
    {
        if (!followed.Replica.IsOfThisLife(frame.Epoch))
        {
            return;
        }

        EventGap? gap = null;
        switch (frame.Kind)
        {
            case FrameKind.Blocks:
                followed.Replica.Take(frame, message.Bytes[^reader.Left..], out gap);
                break;
            case FrameKind.State when FleetFrame.TryReadState(ref reader, out var state):
                states.Put(followed.Replica.Number, state);
                followed.Replica.TakeLast(frame, out gap);
                break;
            default:
                Refuse(message, $"unknown or broken message of kind {(byte)frame.Kind}");
                break;
        }

        if (gap is not null)
        {
            FleetLog.Gap(logger, frame.Sender, gap.Expected, gap.Got);
            followed.Repair();
        }
    }

    // Once per kind of fault: whoever sends nonsense sends a lot of it.
    private void Refuse(in FeedMessage message, string fault)
    {
        if (_faults.Add(fault))
        {
            FleetLog.FrameRefused(logger, message.Channel.ToString(), fault);
        }
    }
}
