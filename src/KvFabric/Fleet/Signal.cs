using System.Threading.Channels;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>Stays set until somebody has waited for it; setting it twice is setting it once.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _token =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _token.Writer.TryWrite(true);

    /// <summary>Waits for it, at most that long; <see cref="Timeout.InfiniteTimeSpan"/> is for ever. False if the time ran out.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        if (_token.Reader.TryRead(out _))
        {
            return true;
        }

        using var deadline = new CancellationTokenSource(timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await _token.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
