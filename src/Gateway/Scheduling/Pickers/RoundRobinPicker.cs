namespace InferenceGateway.Gateway.Scheduling.Pickers;

/// <summary>Takes the candidates in turn, whatever their scores.</summary>
public sealed class RoundRobinPicker : IWorkerPicker
{
    /// <inheritdoc/>
    public string Name => "round-robin";

    /// <inheritdoc/>
    public int Pick(ReadOnlySpan<double> totals, long turn)
    {
        int at = (int)(turn % totals.Length);
        while (double.IsNaN(totals[at]))
        {
            at = (at + 1) % totals.Length;
        }

        return at;
    }
}
