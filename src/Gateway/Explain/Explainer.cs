using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Profiles;

namespace InferenceGateway.Gateway.Explain;

/// <summary>Says where a request would go now, and why, without sending it.</summary>
internal sealed class Explainer(Scheduler scheduler, SplitDecider decider, TimeProvider time)
{
    /// <param name="workers">Workers of the request's model.</param>
    /// <param name="placement">The request, as it would be placed on a decode worker.</param>
    /// <param name="profile">The route's profile; null for the gateway's.</param>
    /// <param name="policyOf">The split policy for a decode worker; null for the model's.</param>
    public Explanation Explain(WorkerEndpoint[] workers, in Placement placement, SchedulingProfile? profile, Func<WorkerEndpoint, SplitPolicy?> policyOf)
    {
        var decode = new FullRecord(workers.Length, time);
        Picks picks = scheduler.Preview(workers, placement, 1, profile, decode);
        if (picks.IsEmpty)
        {
            return new Explanation(placement.RequestId, [decode.Read()], null);
        }

        SplitPolicy? policy = policyOf(picks.Workers[0].Worker);
        SplitDecision decision = decider.Explain(workers, placement, picks.Workers[0], policy, profile);
        SplitPolicy used = policy ?? decider.PolicyOf(placement.Model);
        DecisionExplanation[] decisions = used == SplitPolicy.Never
            ? [decode.Read()]
            : [decode.Read(), ExplainPrefill(workers, placement, picks.Workers[0], profile)];
        return new Explanation(placement.RequestId, decisions, SplitExplanation.Of(used, decision));
    }

    private DecisionExplanation ExplainPrefill(WorkerEndpoint[] workers, in Placement placement, in PickedWorker decode, SchedulingProfile? profile)
    {
        var prefill = new FullRecord(workers.Length, time);
        scheduler.Preview(workers, SplitDecider.PrefillOf(placement, decode), 1, profile, prefill);
        return prefill.Read();
    }

    /// <summary>Keeps all workers of one decision.</summary>
    private sealed class FullRecord(int workers, TimeProvider time) : IDecisionObserver
    {
        private readonly DecisionEntry _entry = new(Math.Max(1, workers));
        private readonly List<DroppedExplanation> _dropped = [];

        public void Decided(string profile, RoleProfile role, CandidateSet candidates, ReadOnlySpan<PickedWorker> picked)
        {
            _entry.Write(time.GetUtcNow(), profile, role, candidates, picked);
            for (int i = 0; i < candidates.Dropped.Length; i++)
            {
                Candidate candidate = candidates.Dropped[i];
                Placement placement = candidates.Placement;
                _dropped.Add(new DroppedExplanation(
                    candidate.Worker.Id,
                    role.FilterArray[candidates.DroppedBy[i]].Name,
                    role.FilterArray.DistinctBy(filter => filter.Name).ToDictionary(filter => filter.Name, filter => filter.Keeps(candidate, placement))));
            }
        }

        public DecisionExplanation Read() => DecisionExplanation.Of(_entry, _dropped);
    }
}
