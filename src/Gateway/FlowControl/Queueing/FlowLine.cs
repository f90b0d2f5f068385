namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>Waiting requests of one flow, oldest first.</summary>
internal sealed class FlowLine() : Share(weight: 1)
{
    public LinkedList<Waiter> Waiters { get; } = new();

    public override bool IsEmpty => Waiters.Count == 0;
}
