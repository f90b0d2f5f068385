using Microsoft.AspNetCore.Http.Features;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Whose request this is and how it is to be queued; a feature of every request on the API port that got past the door.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Flow">The tenant's own division of its requests; empty unless it may name flows and did.</param>
/// <param name="Priority">Within the tenant's ceiling.</param>
/// <param name="Deadline">How soon the first token is wanted, or null.</param>
internal sealed record Caller(Tenant Tenant, string Flow, RequestPriority Priority, TimeSpan? Deadline)
{
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
