namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>One of those who share a service by weight. Its tags are in tokens of virtual time; only <see cref="FairOrder{T}"/> writes them.</summary>
internal abstract class Share(double weight)
{
    public double Weight { get; } = weight;

    /// <summary>Where its next service begins.</summary>
    public double Start { get; set; }

    /// <summary>Where its last service ended.</summary>
    public double Finish { get; set; }

    /// <summary>Whether the order holds it at this moment.</summary>
    public bool Listed { get; set; }

    /// <summary>Whether it has nothing to be served.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Tokens it took beyond those it was charged for; negative when it took fewer.</summary>
    public long Debt { get; set; }

    /// <summary>The cost of a service with the debt in it, and never below nothing: what is left of a refund waits for the next one.</summary>
    public long Pay(long cost)
    {
        long due = cost + Debt;
        Debt = Math.Min(0, due);
        return Math.Max(0, due);
    }
}
