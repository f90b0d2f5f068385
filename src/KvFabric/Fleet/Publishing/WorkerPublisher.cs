using System.Buffers;
using System.IO.Pipelines;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.KvFabric.Fleet.Wire;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Fleet.Publishing;

/// <summary>
/// One loop sends block events and states in turn over one connection, so that they arrive in order: a state says how many
/// events came before it, and who misses one of them knows.
/// </summary>
internal sealed class WorkerPublisher : IWorkerPublisher
{
    private readonly string _workerId;
    private readonly long _epoch;
    private readonly RedisChannel _channel;
    private readonly Func<WorkerState> _load;
    private readonly RedisConnection _connection;
    private readonly FleetOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BlockLedger _blocks = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private WorkerState _said;
    private long _saidAt;
    private long _last;
    private int _failures;
    private bool _disposed;

    public WorkerPublisher(
        string workerId,
        long epoch,
        RedisChannel channel,
        Func<WorkerState> load,
        RedisConnection connection,
        FleetOptions options,
        TimeProvider time,
        ILogger logger)
    {
        (_workerId, _epoch, _channel, _load) = (workerId, epoch, channel, load);
        (_connection, _options, _time, _logger) = (connection, options, time, logger);
        _saidAt = time.GetTimestamp();
        _sending = SendAsync();
    }

    public void Stored(BlockKey? parent, ReadOnlySpan<BlockKey> keys) => _blocks.Store(parent, keys);

    public void Removed(BlockKey key) => _blocks.Remove(key);

    public Task WriteIndexAsync(PipeWriter to, CancellationToken cancellation) =>
        BlockIndexWriter.WriteAsync(_blocks, _workerId, _epoch, to, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _sending;
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        bool first = true;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await SendBlocksAsync();
                await SendStateAsync(first);
                first = false;
                await WaitAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever is wrong with Redis: what was not sent is a gap that gateways find and repair.
                await SeeFailureAsync(exception);
            }
        }
    }

    // Events wait for company, but not for long, and not once there is enough of it.
    private async Task WaitAsync()
    {
        if (await _blocks.Waiting.WaitAsync(_options.StateInterval, _time, _stop.Token))
        {
            await _blocks.Full.WaitAsync(_options.Batch, _time, _stop.Token);
        }
    }

    private async Task SendBlocksAsync()
    {
        var events = _blocks.Take(out _last, out int dropped);
        if (dropped > 0)
        {
            FleetLog.EventsDropped(_logger, _workerId, dropped, Contracts.Limits.BlockEventsWaitingMax);
        }

        int run = 0;
        int key = 0;
        while (run < events.Runs.Length)
        {
            _buffer.ResetWrittenCount();
            new FleetFrame(FrameKind.Blocks, _workerId, _epoch, events.First + key).Write(_buffer);
            for (int until = key + BlockLedger.Enough; run < events.Runs.Length && key < until; run++)
            {
                var next = events.Runs[run];
                BlockRun.Write(_buffer, next, events.Keys.Slice(key, next.Count));
                key += next.Count;
            }

            await PublishAsync();
        }
    }

    private async Task SendStateAsync(bool always)
    {
        var state = _load();
        if (!always && state == _said && _time.GetElapsedTime(_saidAt) < _options.Heartbeat)
        {
            return;
        }

        if (!always && _time.GetElapsedTime(_saidAt) < _options.StateInterval)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        new FleetFrame(FrameKind.State, _workerId, _epoch, _last).Write(_buffer, state);
        await PublishAsync();
        (_said, _saidAt) = (state, _time.GetTimestamp());
    }

    private async Task PublishAsync()
    {
        var redis = await _connection.GetAsync(_stop.Token);
        await redis.GetSubscriber().PublishAsync(_channel, _buffer.WrittenSpan.ToArray()).WaitAsync(_stop.Token);
        if (_failures > 0)
        {
            _failures = 0;
            FleetLog.SentAgain(_logger, _workerId);
        }
    }

    private async Task SeeFailureAsync(Exception exception)
    {
        if (_failures++ == 0)
        {
            FleetLog.SendFailed(_logger, _workerId, exception.Message);
        }

        try
        {
            await Task.Delay(_options.StateInterval, _time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }
}
