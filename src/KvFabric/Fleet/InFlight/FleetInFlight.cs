using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet.Mirroring;
using InferenceGateway.KvFabric.Fleet.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>
/// Shares this gateway's totals and keeps those of the others. Changes travel as messages; the hash behind them is for those who come
/// late or missed one, and its lease says who is alive.
/// </summary>
internal sealed class FleetInFlight : BackgroundService, IFleetInFlight
{
    // Whoever looks for leases that ended does so this often within one.
    private const int LooksPerLease = 4;

    private readonly string _gateway = $"{Environment.MachineName}-{Guid.NewGuid():N}";
    private readonly OwnLoads _own = new();
    private readonly OtherGateways _others;
    private readonly Signal _readSoon = new();
    private readonly InFlightStore _store;
    private readonly InFlightCodec _codec;
    private readonly RedisConnection _connection;
    private readonly FleetKeys _keys;
    private readonly FleetOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FleetInFlight> _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private long _number;
    private int _failures;

    public FleetInFlight(
        InFlightStore store,
        InFlightCodec codec,
        RedisConnection connection,
        IOptions<DirectoryOptions> directory,
        IOptions<FleetOptions> options,
        TimeProvider time,
        ILogger<FleetInFlight> logger)
    {
        (_store, _codec, _connection, _options, _time, _logger) = (store, codec, connection, options.Value, time, logger);
        _keys = new FleetKeys(directory.Value.KeyPrefix);
        _others = new OtherGateways(time, logger);
    }

    public void Report(int worker, in InFlightLoad own) => _own.Put(worker, own);

    public InFlightLoad Others(int worker) => _others.On(worker);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await _store.LeaveAsync(_gateway, cancellationToken);
        }
        catch (Exception exception)
        {
            // The lease says it for us.
            FleetLog.ShareFailed(_logger, exception.Message);
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var feed = new FleetFeed(_connection, _keys.InFlight, _time, _logger);
        try
        {
            await Task.WhenAll(ListenAsync(feed, stoppingToken), ReadAsync(feed, stoppingToken), SendAsync(stoppingToken), RenewAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    // What was said before we listened is read after that.
    private async Task ListenAsync(FleetFeed feed, CancellationToken cancellation)
    {
        await feed.FollowAsync(cancellation);
        _readSoon.Set();
    }

    private async Task ReadAsync(FleetFeed feed, CancellationToken cancellation)
    {
        await foreach (var message in feed.Messages.ReadAllAsync(cancellation))
        {
            Take(message);
        }
    }

    private void Take(in FeedMessage message)
    {
        var reader = new WireReader(message.Bytes.Span);
        if (!FleetFrame.TryRead(ref reader, out var frame) || frame.Sender == _gateway)
        {
            return;
        }

        if (frame.Kind == FrameKind.Goodbye)
        {
            _others.Leave(frame.Sender);
        }
        else if (frame.Kind == FrameKind.InFlight
            && !(_codec.TryRead(ref reader, out var totals) && _others.Change(frame.Sender, frame.Number, totals)))
        {
            _readSoon.Set();
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _own.Changed.WaitAsync(Timeout.InfiniteTimeSpan, _time, cancellation);
            await InTurnAsync(SendChangesAsync, cancellation);
            await Task.Delay(_options.InFlightInterval, _time, cancellation);
        }
    }

    private async Task SendChangesAsync(CancellationToken cancellation)
    {
        foreach (var part in _own.TakeChanged().Chunk(InFlightCodec.EntriesMax))
        {
            await _store.ChangeAsync(_gateway, ++_number, part, cancellation);
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await InTurnAsync(RenewOnceAsync, cancellation);
            _others.DropSilent(InFlightStore.LifeOf(_options));
            await _readSoon.WaitAsync(_options.InFlightLease / LooksPerLease, _time, cancellation);
        }
    }

    // What could not be sent is in here, too; others find the number they miss. The number tells those who never heard of us to read.
    private async Task RenewOnceAsync(CancellationToken cancellation)
    {
        await _store.RenewAsync(_gateway, ++_number, _own.All(), cancellation);
        foreach (var (gateway, found) in await _store.ReadOthersAsync(_gateway, _others.Known, cancellation))
        {
            if (found is { } totals)
            {
                _others.Replace(gateway, totals.Number, totals.Totals);
            }
            else
            {
                _others.Drop(gateway, "its lease ended");
            }
        }
    }

    // Numbers and totals must go out in their order.
    private async Task InTurnAsync(Func<CancellationToken, Task> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await act(cancellation);
            if (_failures > 0)
            {
                _failures = 0;
                FleetLog.SharedAgain(_logger);
                _readSoon.Set();
            }
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // Whatever is wrong with Redis, the next attempt may meet a healthy one.
            if (_failures++ == 0)
            {
                FleetLog.ShareFailed(_logger, exception.Message);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
