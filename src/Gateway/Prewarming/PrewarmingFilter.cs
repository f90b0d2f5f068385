using InferenceGateway.Gateway.Scheduling;

namespace InferenceGateway.Gateway.Prewarming;

/// <summary>Keeps requests away from a worker that is being prewarmed, as long as there is another.</summary>
internal sealed class PrewarmingFilter(Prewarmer prewarmer) : IWorkerFilter
{
    public string Name => "prewarming";

    public bool Yields => true;

    public bool Keeps(in Candidate candidate, in Placement placement) => !prewarmer.IsWarming(candidate.Worker.Id);
}
