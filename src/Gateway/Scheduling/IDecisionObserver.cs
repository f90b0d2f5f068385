using InferenceGateway.Gateway.Scheduling.Profiles;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Sees every decision while its figures are still at hand.</summary>
public interface IDecisionObserver
{
    /// <summary>A decision was made. What is not copied is gone when this returns.</summary>
    /// <param name="profile">Name of the profile.</param>
    /// <param name="role">Its part that decided.</param>
    /// <param name="candidates">The candidates; terms are those of the role's scorers.</param>
    /// <param name="picked">Who was chosen.</param>
    void Decided(string profile, RoleProfile role, CandidateSet candidates, ReadOnlySpan<PickedWorker> picked);
}
