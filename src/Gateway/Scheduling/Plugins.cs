namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Says which workers may take a request at all.</summary>
public interface IWorkerFilter
{
    /// <summary>Its name in configuration, metrics and explanations.</summary>
    string Name { get; }

    /// <summary>True when it is a wish only: it is left out when it would leave no worker.</summary>
    bool Yields => false;

    /// <summary>False when the worker may not take the request.</summary>
    bool Keeps(in Candidate candidate, in Placement placement);
}

/// <summary>Says how well each candidate suits a request. A profile adds the scores of its scorers, each times its weight.</summary>
public interface IWorkerScorer
{
    /// <summary>Its name in configuration, metrics and explanations.</summary>
    string Name { get; }

    /// <summary>Scores all candidates.</summary>
    /// <param name="candidates">At least one.</param>
    /// <param name="scores">Takes 0 (worst) to 1 (best) for the candidate at the same place; what lies outside is cut to that.</param>
    void Score(CandidateSet candidates, Span<double> scores);
}

/// <summary>Chooses among scored candidates.</summary>
public interface IWorkerPicker
{
    /// <summary>Its name in configuration and explanations.</summary>
    string Name { get; }

    /// <summary>Chooses one.</summary>
    /// <param name="totals">Total scores; NaN marks one that is chosen already. At least one is left.</param>
    /// <param name="turn">How many choices were made in this profile before this request; the same for a request's second choice.</param>
    /// <returns>Index of the chosen one.</returns>
    int Pick(ReadOnlySpan<double> totals, long turn);
}

/// <summary>A plug-in that remembers where requests went.</summary>
public interface IPlacementObserver
{
    /// <summary>A request was given to a candidate.</summary>
    void Placed(CandidateSet candidates, int chosen);
}
