using System.Collections.Concurrent;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.FlowControl.Queueing;
using InferenceGateway.Gateway.FlowControl.Saturation;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>Admission by one <see cref="PoolQueue"/> for each model. Nothing polls: ends of requests and changes of workers wake those who wait.</summary>
internal sealed class Admission(
    ISaturation saturation, TenantLoads loads, IOptions<FlowControlOptions> options, FlowMetrics metrics, TimeProvider time) : IAdmission
{
    private readonly ConcurrentDictionary<string, Pool> _pools = new(StringComparer.Ordinal);
    private volatile bool _closed;

    public ValueTask<AdmissionPermit> AdmitAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        TenantLoad? load = loads.Of(request.Tenant);
        if (load?.TryEnter() == false)
        {
            throw PoolOf(request.Model).Refuse(RejectReason.Concurrency, null);
        }

        try
        {
            AdmissionPermit? permit;
            Waiter? waiter;
            while (!PoolOf(request.Model).TryAdmit(request, load, out permit, out waiter))
            {
                // The pool was given up between the two steps; the next look finds or makes another.
            }

            return waiter is null ? ValueTask.FromResult(permit!) : WaitAsync(waiter, cancellation);
        }
        catch (OpenAiException)
        {
            load?.Leave();
            throw;
        }
    }

    public PoolPressure PressureOf(string model) =>
        _pools.TryGetValue(model, out Pool? pool) ? pool.Queue.Pressure : new PoolPressure(saturation.CapacityOf(model), 0, 0, 0, 0);

    /// <summary>Workers have changed: whoever waits for one is looked at again, and pools of models that are gone are forgotten.</summary>
    public void Refresh()
    {
        foreach ((string model, Pool pool) in _pools)
        {
            pool.Queue.Refresh();
            if (pool.Queue.TryRetire())
            {
                // Before it is removed: a pool that is made afterwards has series of its own.
                pool.Metrics.Forget();
                _pools.TryRemove(KeyValuePair.Create(model, pool));
            }
        }
    }

    /// <summary>Answers all who wait; from now on a request runs at once or not at all.</summary>
    public void Close()
    {
        _closed = true;
        foreach (Pool pool in _pools.Values)
        {
            pool.Queue.Close();
        }
    }

    private async ValueTask<AdmissionPermit> WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        await using ITimer deadline = time.CreateTimer(
            static waiter => ((Waiter)waiter!).OnDeadline(), waiter, waiter.Limit, Timeout.InfiniteTimeSpan);
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static (waiter, token) => ((Waiter)waiter!).OnCancelled(token), waiter);
        return await waiter.Permit;
    }

    private PoolQueue PoolOf(string model) => (_pools.TryGetValue(model, out Pool? pool) ? pool : AddPool(model)).Queue;

    private Pool AddPool(string model)
    {
        if (_pools.Count >= Limits.QueuePoolsMax)
        {
            throw new OpenAiException(Rejection.Of(RejectReason.NoWorker, model, null));
        }

        Pool pool = _pools.GetOrAdd(model, Create);
        if (_closed)
        {
            pool.Queue.Close();
        }

        return pool;
    }

    private Pool Create(string model)
    {
        PoolMetrics series = metrics.For(model);
        return new Pool(new PoolQueue(model, saturation, options.Value, series, time), series);
    }

    private sealed record Pool(PoolQueue Queue, PoolMetrics Metrics);
}
