namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Keeps the workers that serve the model, for callers whose list holds workers of several.</summary>
public sealed class ModelFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) => candidate.Worker.Record.Model == placement.Model;
}
