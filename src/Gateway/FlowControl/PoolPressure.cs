using InferenceGateway.Gateway.FlowControl.Saturation;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>How full one model's pool is at one instant.</summary>
/// <param name="Capacity">What it can hold.</param>
/// <param name="Running">Requests admitted and not ended.</param>
/// <param name="RunningTokens">Their estimated tokens.</param>
/// <param name="Waiting">Requests that wait for admission.</param>
/// <param name="WaitingTokens">Their estimated tokens.</param>
public readonly record struct PoolPressure(PoolCapacity Capacity, int Running, long RunningTokens, int Waiting, long WaitingTokens)
{
    /// <summary>The fuller of requests and tokens, waiting ones included, against capacity: 1 is full, more is overload.</summary>
    public double Saturation => Math.Max(
        Share(Running + Waiting, Capacity.Requests), Share(RunningTokens + WaitingTokens, Capacity.Tokens));

    private static double Share(long used, long capacity) => used == 0 ? 0 : capacity > 0 ? (double)used / capacity : double.PositiveInfinity;
}
