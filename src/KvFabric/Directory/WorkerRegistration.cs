using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>One record kept alive: published, renewed, published again after outages, removed at the end.</summary>
internal sealed class WorkerRegistration : IWorkerRegistration
{
    private static readonly TimeSpan BackoffMin = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryPublisher _publisher;
    private readonly DirectoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<WorkerRegistration> _onEnded;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _superseded = new();
    private WorkerRecord _record;
    private byte[] _json;
    private int _failures;
    private Task _renewing = Task.CompletedTask;
    private bool _disposed;

    public WorkerRegistration(
        WorkerRecord record,
        DirectoryPublisher publisher,
        DirectoryOptions options,
        TimeProvider time,
        ILogger logger,
        Action<WorkerRegistration> onEnded)
    {
        _json = WorkerRecordCodec.Write(record);
        _record = record;
        _publisher = publisher;
        _options = options;
        _time = time;
        _logger = logger;
        _onEnded = onEnded;
    }

    public CancellationToken Superseded => _superseded.Token;

    /// <summary>Publishes once; a Redis that does not answer only delays that.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await PublishAsync(cancellation);
        _renewing = RenewAsync();
        DirectoryLog.Registered(_logger, _record.Id, _record.Role, _record.Model, _record.Epoch);
    }

    public async ValueTask UpdateAsync(WorkerRecord record, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (record.Id != _record.Id || record.Model != _record.Model || record.Epoch != _record.Epoch)
        {
            throw new ArgumentException("An update keeps id, model and epoch; register anew to change them.", nameof(record));
        }

        var json = WorkerRecordCodec.Write(record);
        await _gate.WaitAsync(cancellation);
        try
        {
            (_record, _json) = (record, json);
        }
        finally
        {
            _gate.Release();
        }

        await PublishAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _renewing;
        await RemoveAsync();
        _onEnded(this);
        _stop.Dispose();
        _gate.Dispose();
    }

    private async Task RenewAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Jittered(NextDelay()), _time, _stop.Token);
                await PublishAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (WorkerSupersededException exception)
            {
                DirectoryLog.Superseded(_logger, exception, _record.Id, _record.Epoch);
                await _superseded.CancelAsync();
                return;
            }
        }
    }

    private async Task PublishAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await _publisher.PublishAsync(_record, _json, cancellation);
            if (Interlocked.Exchange(ref _failures, 0) > 0)
            {
                DirectoryLog.PublishedAgain(_logger, _record.Id);
            }
        }
        catch (Exception exception) when (exception is not WorkerSupersededException && !cancellation.IsCancellationRequested)
        {
            // Whatever is wrong with Redis, the next attempt may meet a healthy one.
            if (_failures++ == 0)
            {
                DirectoryLog.PublishFailed(_logger, _record.Id, exception.Message);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task RemoveAsync()
    {
        try
        {
            await _publisher.RemoveAsync(_record, CancellationToken.None);
            DirectoryLog.Removed(_logger, _record.Id);
        }
        catch (Exception exception)
        {
            // The lease removes what we could not.
            DirectoryLog.RemoveFailed(_logger, _record.Id, _options.LeaseSeconds, exception.Message);
        }
    }

    private TimeSpan NextDelay()
    {
        if (_failures == 0)
        {
            return _options.Renew;
        }

        var backoff = BackoffMin * Math.Pow(2, Math.Min(_failures, 16));
        return backoff < _options.Renew ? backoff : _options.Renew;
    }

    // Many workers that lost Redis together must not come back together.
    private static TimeSpan Jittered(TimeSpan delay) => delay * (0.75 + (0.25 * Random.Shared.NextDouble()));
}
