using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>
/// Keeps a copy of all worker records: announcements say what to read again, a full read every few seconds repairs what they
/// lost. All reads happen in one loop, one after the other, so an older answer never overtakes a newer one.
/// </summary>
internal sealed class WorkerMirror(
    RedisConnection connection,
    DirectoryReader reader,
    IOptions<DirectoryOptions> options,
    TimeProvider time,
    ILogger<WorkerMirror> logger) : BackgroundService, IWorkerView
{
    private static readonly TimeSpan BackoffMin = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryOptions _options = options.Value;
    private readonly RedisChannel _channel = new DirectoryKeys(options.Value.KeyPrefix).Changes;
    private readonly MirrorState _state = new(options.Value.Lease, time);
    private readonly ChangeQueue _changes = new();
    private readonly SnapshotCell _snapshot = new();
    private ConnectionMultiplexer? _subscribedTo;
    private long _readAt = time.GetTimestamp();
    private int _failures;
    private bool _connectionChanged;
    private volatile bool _stale = true;

    public WorkerSnapshot Current => _snapshot.Current;

    public bool IsStale => _stale;

    public TimeSpan Age => time.GetElapsedTime(Interlocked.Read(ref _readAt));

    public Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation)
        => _snapshot.WaitForAsync(condition, cancellation);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_subscribedTo is { } redis)
        {
            redis.ConnectionRestored -= OnConnectionChanged;
            redis.ConnectionFailed -= OnConnectionChanged;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(_changes.Take(), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever is wrong with Redis, the mirror serves on and tries again.
                SeeFailure(exception);
            }

            await _changes.WaitAsync(NextDelay(), time, stoppingToken);
        }
    }

    private Task ReadAsync((bool Everything, IReadOnlyDictionary<WorkerAddress, bool> Workers) changes, CancellationToken cancellation)
        => changes.Everything || _stale || Age >= _options.Snapshot
            ? ReadAllAsync(cancellation)
            : ReadSomeAsync(changes.Workers, cancellation);

    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        await SubscribeAsync(cancellation);
        if (Interlocked.Exchange(ref _connectionChanged, false))
        {
            _state.SeeOutage();
        }

        var changed = _state.Apply(await reader.ReadAllAsync(cancellation));
        SeeSuccess();
        Publish(changed);
    }

    private async Task ReadSomeAsync(IReadOnlyDictionary<WorkerAddress, bool> workers, CancellationToken cancellation)
    {
        var changed = false;
        foreach (var (worker, removed) in workers)
        {
            changed |= _state.Apply(worker, await reader.ReadAsync(worker, cancellation), removed);
        }

        Publish(changed);
    }

    // Before the first full read, so that nothing falls between the two. The client renews the subscription by itself.
    private async Task SubscribeAsync(CancellationToken cancellation)
    {
        if (_subscribedTo is not null)
        {
            return;
        }

        var redis = await connection.GetAsync(cancellation);
        await redis.GetSubscriber().SubscribeAsync(_channel, OnAnnouncement).WaitAsync(cancellation);
        redis.ConnectionRestored += OnConnectionChanged;
        redis.ConnectionFailed += OnConnectionChanged;
        _subscribedTo = redis;
    }

    private void OnAnnouncement(RedisChannel channel, RedisValue message)
    {
        if (DirectoryKeys.TryReadAnnouncement(message, out var worker, out var removed))
        {
            _changes.Add(worker, removed);
        }
    }

    private void OnConnectionChanged(object? sender, ConnectionFailedEventArgs change)
    {
        Volatile.Write(ref _connectionChanged, true);
        _changes.AddEverything();
    }

    private void SeeSuccess()
    {
        Interlocked.Exchange(ref _readAt, time.GetTimestamp());
        _stale = false;
        if (_failures > 0)
        {
            _failures = 0;
            DirectoryLog.ReadAgain(logger, connection.Endpoints);
        }
    }

    private void SeeFailure(Exception exception)
    {
        _state.SeeOutage();
        _stale = true;
        if (_failures++ == 0)
        {
            DirectoryLog.ReadFailed(logger, connection.Endpoints, Current.Workers.Count, exception.Message);
        }

        if (_options.ForgetAfterSeconds > 0 && Age >= _options.ForgetAfter && _state.Clear())
        {
            DirectoryLog.Forgotten(logger, _options.ForgetAfterSeconds);
            Publish(changed: true);
        }
    }

    private void Publish(bool changed)
    {
        if (changed)
        {
            _snapshot.Publish(_state.Workers);
        }
    }

    private TimeSpan NextDelay()
    {
        if (_failures > 0)
        {
            var backoff = BackoffMin * Math.Pow(2, Math.Min(_failures, 16)) * (0.75 + (0.25 * Random.Shared.NextDouble()));
            return backoff < _options.Snapshot ? backoff : _options.Snapshot;
        }

        var untilFull = _options.Snapshot - Age;
        return untilFull > TimeSpan.Zero ? untilFull : TimeSpan.Zero;
    }
}
