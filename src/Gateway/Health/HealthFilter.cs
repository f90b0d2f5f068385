using InferenceGateway.Gateway.Scheduling;

namespace InferenceGateway.Gateway.Health;

/// <summary>Leaves out workers whose requests fail, unless that leaves too few or none.</summary>
internal sealed class HealthFilter(HealthBook book) : IWorkerFilter
{
    public string Name => "health";

    public bool Yields => true;

    public bool Keeps(in Candidate candidate, in Placement placement) =>
        book.Of(candidate.Worker).Allows() || book.IsPanicking(placement.Model, placement.Role);
}
