using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>
/// Decides when a request may go to a worker: at once while its model's pool has room, otherwise in fair order, and never after its
/// deadline. Safe for use by many requests at once.
/// </summary>
public interface IAdmission
{
    /// <summary>Waits until the request may run.</summary>
    /// <param name="request">Whose request it is and how large.</param>
    /// <param name="cancellation">Ends the wait; the request leaves its queue at once.</param>
    /// <returns>The right to run, to be disposed when the request ends, however it ends.</returns>
    /// <exception cref="OpenAiException">429: over capacity. 503: no worker, or the gateway is stopping.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask<AdmissionPermit> AdmitAsync(AdmissionRequest request, CancellationToken cancellation);

    /// <summary>How full a model's pool is, seen from this gateway.</summary>
    PoolPressure PressureOf(string model);
}
