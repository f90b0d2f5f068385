using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>What admission needs to know of a request.</summary>
/// <param name="Model">Name of the pool; a model that is served or configured, never a client's mere word.</param>
/// <param name="Tenant">Whose request it is.</param>
/// <param name="Priority">Within the tenant's ceiling.</param>
/// <param name="Tokens">Estimated size: prompt and answer, at least 1.</param>
public readonly record struct AdmissionRequest(string Model, Tenant Tenant, RequestPriority Priority, long Tokens)
{
    /// <summary>The tenant's own division of its requests; flows of one tenant share its service equally.</summary>
    public string Flow { get; init; } = "";

    /// <summary>Longest useful wait, or null for the configured one.</summary>
    public TimeSpan? Deadline { get; init; }
}
