using InferenceGateway.Gateway.Scheduling;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Health;

/// <summary>
/// Lets a worker that has just appeared take part in a share of the decisions that grows with its age. Workers that were there when the gateway
/// started are as old as it is, so nothing is held back when all are new.
/// </summary>
internal sealed class SlowStartFilter(HealthBook book, IOptions<HealthOptions> options) : IWorkerFilter
{
    // Even the youngest must get a request now and then, or it would never warm up.
    private const double ShareMin = 0.1;

    private readonly TimeSpan _window = options.Value.SlowStart;

    public string Name => "slow-start";

    public bool Yields => true;

    public bool Keeps(in Candidate candidate, in Placement placement)
    {
        TimeSpan age = _window == TimeSpan.Zero ? TimeSpan.MaxValue : book.Of(candidate.Worker).Age;
        return age >= _window || Random.Shared.NextDouble() < Math.Max(ShareMin, age / _window);
    }
}
