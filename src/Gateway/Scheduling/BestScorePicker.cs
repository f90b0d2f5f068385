namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Takes the best score; among equals, any of them with the same chance, so that several gateways do not agree on one.</summary>
internal sealed class BestScorePicker : IWorkerPicker
{
    public int Pick(ReadOnlySpan<ScoredWorker> workers)
    {
        int best = 0;
        int equals = 1;
        for (int i = 1; i < workers.Length; i++)
        {
            if (workers[i].Score > workers[best].Score)
            {
                (best, equals) = (i, 1);
            }
            else if (workers[i].Score == workers[best].Score && Random.Shared.Next(++equals) == 0)
            {
                best = i;
            }
        }

        return best;
    }
}
