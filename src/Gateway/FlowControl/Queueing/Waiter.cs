using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>One waiting request. Everything but <see cref="Permit"/> is touched under its pool's lock only.</summary>
internal sealed class Waiter(PoolQueue pool, RequestPriority priority, long tokens, TimeSpan limit, long since, TenantLoad? load)
{
    private readonly TaskCompletionSource<AdmissionPermit> _permit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestPriority Priority { get; } = priority;

    public long Tokens { get; } = tokens;

    /// <summary>Longest wait.</summary>
    public TimeSpan Limit { get; } = limit;

    /// <summary>Timestamp at which the wait began.</summary>
    public long Since { get; } = since;

    public TenantLoad? Load { get; } = load;

    public TenantLine? Line { get; private set; }

    public FlowLine? Flow { get; private set; }

    /// <summary>Its place in the flow; null once it has left.</summary>
    public LinkedListNode<Waiter>? Node { get; private set; }

    public bool Waits => Node is not null;

    public Task<AdmissionPermit> Permit => _permit.Task;

    public void Place(TenantLine line, FlowLine flow, LinkedListNode<Waiter> node) => (Line, Flow, Node) = (line, flow, node);

    /// <summary>Ends its wait; called once, when it was taken out.</summary>
    public void Admit(AdmissionPermit permit)
    {
        Node = null;
        _permit.SetResult(permit);
    }

    /// <inheritdoc cref="Admit"/>
    public void Refuse(OpenAiException refusal)
    {
        Node = null;
        _permit.SetException(refusal);
    }

    /// <inheritdoc cref="Admit"/>
    public void Cancel(CancellationToken cancellation)
    {
        Node = null;
        _permit.SetCanceled(cancellation);
    }

    public void OnDeadline() => pool.Expire(this);

    public void OnCancelled(CancellationToken cancellation) => pool.Abandon(this, cancellation);
}
