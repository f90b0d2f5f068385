using InferenceGateway.EngineSimulator.Calibration;

namespace InferenceGateway.EngineSimulator.Handoff;

/// <summary>An engine's network interface: one transfer after the other, each at full speed.</summary>
internal sealed class SimulatedLink(EngineCalibration calibration)
{
    private double _freeAt;

    /// <summary>Takes both ends for one transfer, as soon as both are free.</summary>
    /// <returns>When the last byte is there, in seconds of the clock.</returns>
    public double Send(SimulatedLink receiver, double now, long tokens)
    {
        double start = Math.Max(now, Math.Max(_freeAt, receiver._freeAt));
        return _freeAt = receiver._freeAt = start + calibration.TransferSeconds(tokens);
    }
}
