namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Keeps the workers whose labels meet the request's demands, topology labels among them.</summary>
public sealed class LabelFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "labels";

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) =>
        placement.Labels is not { } demands || candidate.Worker.Labels.Meet(demands);
}
