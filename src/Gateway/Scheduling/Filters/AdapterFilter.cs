namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Keeps the workers that have the adapter loaded; when none has, the engine has to load it and any may.</summary>
public sealed class AdapterFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "adapter";

    /// <inheritdoc/>
    public bool Yields => true;

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) =>
        placement.Adapter is not { } adapter || candidate.Worker.HasAdapter(adapter);
}
