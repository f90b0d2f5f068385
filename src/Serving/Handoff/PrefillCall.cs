using InferenceGateway.Contracts.Handoff;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Serving.Handoff;

/// <summary>One order on its way. It ends with its report, at its deadline, or when it is abandoned, which the prefill worker notices at once.</summary>
internal sealed class PrefillCall
{
    private readonly Lock _gate = new();
    private Action? _hangUp;
    private bool _abandoned;

    public PrefillCall(string worker, TimeSpan timeout, TimeProvider time, Func<CancellationToken, Task<PrefillReport>> send)
    {
        Report = RunAsync(worker, timeout, time, send);
        _ = Report.ContinueWith(
            static report => _ = report.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Fails with <see cref="HandoffException"/>.</summary>
    public Task<PrefillReport> Report { get; }

    /// <summary>Tells the prefill worker to stop, by hanging up, if the order still runs.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            _hangUp?.Invoke();
        }
    }

    private async Task<PrefillReport> RunAsync(
        string worker, TimeSpan timeout, TimeProvider time, Func<CancellationToken, Task<PrefillReport>> send)
    {
        using CancellationTokenSource deadline = new(timeout, time);
        _hangUp = deadline.Cancel;
        try
        {
            return await send(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new HandoffException(_abandoned
                ? "The request was given up."
                : $"{worker} did not hand over within {timeout.TotalSeconds} s.");
        }
        finally
        {
            lock (_gate)
            {
                _hangUp = null;
            }
        }
    }
}
