using System.Runtime.CompilerServices;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>Reads with a deadline for every read: a worker that hangs with its socket open is left like one that died.</summary>
internal sealed class StallWatch(TimeSpan limit, TimeProvider time) : IDisposable
{
    private CancellationTokenSource? _stalled;
    private ITimer? _timer;

    /// <param name="stream">Where to read.</param>
    /// <param name="buffer">Takes the bytes.</param>
    /// <param name="cancellationToken">Ends the wait for another reason; the same at every call.</param>
    /// <exception cref="WorkerStalledException">Nothing came in time.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _stalled ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer ??= time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _stalled, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
        try
        {
            return await stream.ReadAsync(buffer, _stalled.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WorkerStalledException(limit);
        }
        finally
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stalled?.Dispose();
    }
}

/// <summary>A worker fell silent in the middle of its answer.</summary>
internal sealed class WorkerStalledException(TimeSpan limit) : IOException($"Nothing came for {limit.TotalSeconds:0.###} seconds.");
