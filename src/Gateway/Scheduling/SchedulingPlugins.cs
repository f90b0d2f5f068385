using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>What is being placed.</summary>
/// <param name="Role">The pool to choose from.</param>
internal readonly record struct Placement(WorkerRole Role);

/// <summary>Says which workers may take a request at all.</summary>
internal interface IWorkerFilter
{
    bool Keeps(WorkerEndpoint worker, in Placement placement);
}

/// <summary>Says how well a worker suits a request; scores of all scorers are added.</summary>
internal interface IWorkerScorer
{
    /// <summary>0 (worst) to 1 (best).</summary>
    double Score(WorkerEndpoint worker, in Placement placement);
}

/// <summary>Chooses among scored workers.</summary>
internal interface IWorkerPicker
{
    /// <summary>Index of the chosen one; there is at least one.</summary>
    int Pick(ReadOnlySpan<ScoredWorker> workers);
}

internal readonly record struct ScoredWorker(WorkerEndpoint Worker, double Score);
